import type { X509Certificate } from 'node:crypto';
import type { SnapshotType } from '../editions/edition-content.ts';
import type { SealedStatement } from '../seal/seal-statement.ts';
import type { SignatureTimeStamp, Signer } from '../signing/signer.ts';

/** What a verification looks at. The codes are stable; the texts are for the person who asked. */
export type FindingCode =
  | 'file_known'
  | 'seal_found'
  | 'nothing_appended'
  | 'whole_file_covered'
  | 'one_seal'
  | 'seal_readable'
  | 'content_unchanged'
  | 'record_matches'
  | 'signer_trusted'
  | 'certificate_in_force'
  | 'state_matches'
  | 'time_stamp_present'
  | 'time_stamp_valid'
  | 'file_recorded'
  | 'audit_head_held';

/** One thing that was looked at, and how it stands. */
export interface Finding {
  code: FindingCode;
  ok: boolean;
  text: string;
}

/**
 * What the findings come to. `changed` is a record of a trusted signer that is not as it was; `not_ours` is sealed
 * by somebody else; `not_recorded` is sealed with a trusted key, but the installation knows nothing of it.
 */
export const CONCLUSIONS = [
  'authentic',
  'changed',
  'not_ours',
  'not_recorded',
  'no_seal',
  'not_a_record',
] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** The answer to: is this a record of ours, and is it unchanged? */
export interface Verification {
  /** True only if every finding is. */
  authentic: boolean;
  conclusion: Conclusion;
  type?: SnapshotType;
  findings: Finding[];
  /** What the seal says. Present only if its signature holds; who signed is a finding of its own. */
  statement?: SealedStatement;
  signer?: Signer;
  /** Level of a PDF signature (ETSI EN 319 142-1): with a good time stamp it is B-T. */
  level?: 'B-B' | 'B-T';
  timeStamp?: TimeStamp;
}

/** What somebody outside says of the time of a seal. */
export interface TimeStamp {
  /** ISO 8601, UTC. */
  time: string;
  /** Who signed the stamp. */
  authority: string;
  /** SHA-256 of the certificate that the authority is known by, lower-case hexadecimal. */
  fingerprint: string;
}

/** What could be read of the seal of a file, before anybody judges it. */
export interface SealReading {
  findings: Finding[];
  /** The bytes before the seal. */
  edition?: Uint8Array;
  statement?: SealedStatement | undefined;
  signature?: { certificate: X509Certificate; isValid: boolean; timeStamp?: SignatureTimeStamp } | undefined;
}

const TEXTS: Record<
  Exclude<FindingCode, 'file_known' | 'signer_trusted' | 'time_stamp_valid' | 'file_recorded'>,
  readonly [ok: string, not: string]
> = {
  seal_found: [
    'The file carries a seal.',
    'No seal was found. The file was never sealed, or a part of it was lost or changed on the way.',
  ],
  nothing_appended: [
    'Nothing was added after the seal.',
    'Something was added to the file after it was sealed.',
  ],
  whole_file_covered: [
    'The seal covers the whole file.',
    'The seal does not cover the whole file: a part was cut off, or put where the seal does not reach.',
  ],
  one_seal: [
    'The file carries one seal and no other signature.',
    'The file carries more than one signature. A record has exactly one.',
  ],
  seal_readable: ['The seal is intact.', 'The seal is damaged, or was altered by hand.'],
  content_unchanged: [
    'Every byte is as it was when the record was sealed.',
    'The file was changed after it was sealed.',
  ],
  record_matches: [
    'The record is the one that its seal speaks of.',
    'The seal speaks of another record: it does not belong to this one, or the record was changed.',
  ],
  certificate_in_force: [
    "The signer's certificate was valid when the record was sealed.",
    "The signer's certificate was not valid when the record was sealed.",
  ],
  state_matches: [
    'The data in the file are the state of the room that the seal names.',
    'The data in the file are not the state of the room that the seal names.',
  ],
  time_stamp_present: [
    'The seal carries the time stamp that belongs to it.',
    'The time stamp that belongs to the seal was taken away, or one was added to a seal that has none.',
  ],
  audit_head_held: [
    'The audit log still holds the entry that was its last when the record was sealed.',
    'The audit log does not hold the entry that was its last when the record was sealed: it was cut off, rewritten or restored from an older copy.',
  ],
};

/** The findings that decide, the gravest first. What comes to no other conclusion was changed. */
const DECIDING: readonly (readonly [FindingCode, Conclusion])[] = [
  ['file_known', 'not_a_record'],
  ['seal_found', 'no_seal'],
  ['signer_trusted', 'not_ours'],
];

/** These say nothing against the file itself. */
const ABOUT_THE_LOG: readonly FindingCode[] = ['file_recorded', 'audit_head_held'];

export function conclude(findings: readonly Finding[]): Conclusion {
  const faults = findings.filter(({ ok }) => !ok).map(({ code }) => code);
  if (faults.length === 0) return 'authentic';
  if (faults.every((code) => ABOUT_THE_LOG.includes(code))) return 'not_recorded';
  return DECIDING.find(([code]) => faults.includes(code))?.[1] ?? 'changed';
}

/** Creates a finding with its fixed text. */
export const finding = (code: keyof typeof TEXTS, ok: boolean): Finding => ({
  code,
  ok,
  text: TEXTS[code][ok ? 0 : 1],
});
