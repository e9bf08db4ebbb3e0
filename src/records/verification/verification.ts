import type { X509Certificate } from 'node:crypto';
import type { SnapshotType } from '../editions/edition-content.ts';
import type { SealedStatement } from '../seal/seal-statement.ts';
import type { SignatureTimeStamp, Signer } from '../signing/signer.ts';

/** The codes of findings. The codes are stable. The texts are for users. */
export type FindingCode =
  | 'file_known'
  | 'not_saved_again'
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

/** One check of a verification, and its result. */
export interface Finding {
  code: FindingCode;
  ok: boolean;
  text: string;
}

/**
 * The conclusion from the findings. `changed` is a changed record of a trusted signer. `saved_again` was written anew, by
 * another program or by a forger. `not_ours` is sealed by another
 * signer. `not_recorded` is sealed with a trusted key, but is missing in the audit log.
 */
export const CONCLUSIONS = [
  'authentic',
  'changed',
  'saved_again',
  'not_ours',
  'not_recorded',
  'no_seal',
  'not_a_record',
] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** The result of a verification. */
export interface Verification {
  /** Whether all findings are ok. */
  authentic: boolean;
  conclusion: Conclusion;
  type?: SnapshotType;
  findings: Finding[];
  /** The statement of the seal. Present only if its signature is valid. A separate finding judges the signer. */
  statement?: SealedStatement;
  signer?: Signer;
  /** The level of a PDF signature (ETSI EN 319 142-1). With a valid time stamp it is B-T. */
  level?: 'B-B' | 'B-T';
  timeStamp?: TimeStamp;
}

/** The time of a seal, as an external authority confirms it. */
export interface TimeStamp {
  /** ISO 8601, UTC. */
  time: string;
  /** The name of the signer of the stamp. */
  authority: string;
  /** SHA-256 of the certificate of the authority, in lower-case hexadecimal. */
  fingerprint: string;
}

/** The parts of a seal that could be read, before they are judged. */
export interface SealReading {
  findings: Finding[];
  /** The bytes before the seal. */
  edition?: Uint8Array;
  statement?: SealedStatement | undefined;
  signature?: { certificate: X509Certificate; isValid: boolean; timeStamp?: SignatureTimeStamp } | undefined;
}

const TEXTS: Record<
  Exclude<
    FindingCode,
    'file_known' | 'not_saved_again' | 'signer_trusted' | 'time_stamp_valid' | 'file_recorded'
  >,
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
    'Every byte that the signature covers is as it was when the record was sealed.',
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

/** The deciding findings, the most severe first. A failed file without one of them was changed. */
const DECIDING: readonly (readonly [FindingCode, Conclusion])[] = [
  ['file_known', 'not_a_record'],
  ['not_saved_again', 'saved_again'],
  ['seal_found', 'no_seal'],
  ['signer_trusted', 'not_ours'],
];

/** Findings about the log, not about the file itself. */
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
