import type { X509Certificate } from 'node:crypto';
import { sha256 } from '../../platform/kernel/hash.ts';
import type { SealedStatement } from '../seal/seal-statement.ts';
import type { SignatureTimeStamp } from '../signing/signer.ts';
import { CLOCK_TOLERANCE_MS } from '../signing/time-stamp-authority.ts';
import { findFault, nameOf } from '../signing/time-stamp-check.ts';
import { readTimeStampToken, type TimeStampToken, writeTimeStampToken } from '../signing/time-stamp-token.ts';
import { type Finding, finding, type SealReading, type TimeStamp } from './verification.ts';

/** The maximum time between seal and stamp. They are seconds apart, so a later stamp was added later. */
const MAX_SEALING_MS = 2 * CLOCK_TOLERANCE_MS;

/** The judgement of a time stamp. `timeStamp` is set only if the stamp is valid. */
interface TimeStampJudgement {
  findings: Finding[];
  timeStamp?: TimeStamp;
}

/**
 * Compares the time stamp with the seal, whose signed statement names the allowed authorities, if any. `trusted` are
 * the fingerprints of further trusted authorities.
 */
export function judgeTimeStamp(
  { statement, signature }: SealReading,
  trusted: readonly string[] | undefined,
): TimeStampJudgement {
  if (!statement || !signature) return { findings: [] };
  const { timeStamp } = signature;
  const isExpected = statement.time_stamp_authorities !== undefined;
  if (!timeStamp || !isExpected) {
    return { findings: timeStamp || isExpected ? [finding('time_stamp_present', false)] : [] };
  }
  const present = finding('time_stamp_present', true);
  const judged = judgeToken(timeStamp, statement, trusted);
  if (typeof judged === 'string') return { findings: [present, valid(false, judged)] };
  const { time, authority, fingerprint } = judged;
  const known = trusted
    ? 'whose authority is trusted'
    : `whose authority the seal names (compare its certificate, SHA-256 ${fingerprint})`;
  const text = `The seal was there at ${time}. ${authority} vouches for that, ${known}.`;
  return { findings: [present, valid(true, text)], timeStamp: judged };
}

const valid = (ok: boolean, text: string): Finding => ({ code: 'time_stamp_valid', ok, text });

/** Checks a time stamp. Returns it, or its fault. */
function judgeToken(
  { token: bytes, stamped }: SignatureTimeStamp,
  statement: SealedStatement,
  trusted: readonly string[] | undefined,
): TimeStamp | string {
  const isNamed = ({ raw }: X509Certificate) =>
    statement.time_stamp_authorities?.includes(sha256(raw)) === true;
  const token = read(bytes);
  // A service that the seal names signs with its own certificate. A further certificate was then added later.
  if (!token || (token.others.length > 0 && isNamed(token.signer)))
    return 'The time stamp is damaged, or was altered by hand.';
  const authority = token.others[0] ?? token.signer;
  const fault = findFault(token, stamped, authority);
  if (fault) return fault;
  const fingerprint = sha256(authority.raw);
  if (!isNamed(authority)) return 'The time stamp is not of the authority that the seal names.';
  if (trusted && !trusted.includes(fingerprint))
    return `The time stamp is of ${nameOf(authority)}, whose certificate is not a trusted one.`;
  if (Math.abs(token.time.getTime() - Date.parse(statement.sealed_at)) > MAX_SEALING_MS)
    return `The time stamp is of ${token.time.toISOString()}, but the seal is of ${statement.sealed_at}. It is a second stamp of the authority, and not the one of the sealing.`;
  return { time: token.time.toISOString(), authority: nameOf(token.signer), fingerprint };
}

/** Reads a token. It must be, byte for byte, in the form that we write. */
function read(bytes: Uint8Array): TimeStampToken | undefined {
  try {
    const token = readTimeStampToken(bytes);
    const isExact =
      token.others.length <= 1 && Buffer.compare(writeTimeStampToken(token, token.others), bytes) === 0;
    return isExact ? token : undefined;
  } catch {
    // The file is untrusted: unreadable bytes are no time stamp.
    return undefined;
  }
}
