import type { X509Certificate } from 'node:crypto';
import type { SnapshotType } from '../editions/edition-content.ts';
import type { SealedStatement } from './seal-statement.ts';

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
  | 'certificate_in_force';

/** One thing that was looked at, and how it stands. */
export interface Finding {
  code: FindingCode;
  ok: boolean;
  text: string;
}

/** Who sealed a file. */
export interface Signer {
  name: string;
  /** SHA-256 of the certificate, lower-case hexadecimal. */
  fingerprint: string;
  valid_from: string;
  valid_to: string;
}

/** The answer to: is this a record of ours, and is it unchanged? */
export interface Verification {
  /** True only if every finding is. */
  authentic: boolean;
  type?: SnapshotType;
  findings: Finding[];
  /** What the seal says. Present only if its signature holds; who signed is a finding of its own. */
  statement?: SealedStatement;
  signer?: Signer;
}

/** What could be read of the seal of a file, before anybody judges it. */
export interface SealReading {
  findings: Finding[];
  /** The bytes before the seal. */
  edition?: Uint8Array;
  statement?: SealedStatement | undefined;
  signature?: { certificate: X509Certificate; isValid: boolean } | undefined;
}

const TEXTS: Record<
  Exclude<FindingCode, 'file_known' | 'signer_trusted'>,
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
};

/** A finding in its standard words. */
export const finding = (code: keyof typeof TEXTS, ok: boolean): Finding => ({
  code,
  ok,
  text: TEXTS[code][ok ? 0 : 1],
});
