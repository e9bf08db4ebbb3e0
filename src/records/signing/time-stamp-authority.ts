import { randomBytes, type X509Certificate } from 'node:crypto';
import { type Clock, systemClock } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import { findFault, issuerOf, nameOf } from './time-stamp-check.ts';
import { nonceContent, readReply, writeRequest } from './time-stamp-exchange.ts';
import {
  MAX_TOKEN_SIZE,
  readTimeStampToken,
  type TimeStampToken,
  writeTimeStampToken,
} from './time-stamp-token.ts';

/** An external authority that confirms the time (RFC 3161). */
export interface TimeStampAuthority {
  /** SHA-256 of the certificates of which one issues its stamps, in order. */
  readonly fingerprints: readonly string[];
  /**
   * Requests a token for some bytes, checks it, and returns it in the only form that we allow.
   * @throws AppError `time_stamp_missing`
   */
  stamp(bytes: Uint8Array): Promise<Uint8Array>;
}

interface TimeStampAuthorityOptions {
  url: string;
  /** The certificates of the trusted authorities. */
  certificates: readonly X509Certificate[];
  clock?: Clock;
  timeoutMs?: number;
}

const TIMEOUT_MS = 5000;
const MAX_REPLY_SIZE = 64 * 1024;
const NONCE_SIZE = 16;
/** The maximum difference between the clocks of the authority and the server. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** The code of transient failures: a task without a stamp can be retried later. */
export const TIME_STAMP_MISSING = 'time_stamp_missing';

const missing = (message: string, cause?: unknown): AppError =>
  new AppError('unavailable', TIME_STAMP_MISSING, message, { cause });

/** Creates a client of a time-stamp authority over HTTP (RFC 3161, 3.4). */
export function createTimeStampAuthority(options: TimeStampAuthorityOptions): TimeStampAuthority {
  const { url, certificates, clock = systemClock, timeoutMs = TIMEOUT_MS } = options;
  return {
    fingerprints: certificates.map(({ raw }) => sha256(raw)).toSorted(),
    async stamp(bytes) {
      const nonce = randomBytes(NONCE_SIZE);
      const reply = await post(url, writeRequest(bytes, nonce), timeoutMs);
      const token = readToken(reply);
      if (!token.nonce || Buffer.compare(token.nonce, nonceContent(nonce)) !== 0)
        throw missing('The time-stamp authority answered another request.');
      const authority = requireAuthority(token, certificates);
      const fault = findFault(token, bytes, authority);
      if (fault) throw missing(`The response of the time-stamp authority is invalid. ${fault}`);
      requireSameTime(token.time, clock());
      return writeToken(token, authority);
    },
  };
}

/** Writes a time stamp with the certificates of its signer and its authority. A check needs exactly these. */
function writeToken(token: TimeStampToken, authority: X509Certificate): Uint8Array {
  const written = writeTimeStampToken(token, authority.raw.equals(token.signer.raw) ? [] : [authority]);
  if (written.length <= MAX_TOKEN_SIZE) return written;
  throw missing('The response of the time-stamp authority is too large.');
}

function readToken(bytes: Uint8Array): TimeStampToken {
  try {
    const reply = readReply(bytes);
    if ('token' in reply) return readTimeStampToken(reply.token);
    throw missing(`The time-stamp authority refuses to stamp (status ${reply.refusal}).`);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw missing('The response of the time-stamp authority cannot be read.', cause);
  }
}

function requireAuthority(token: TimeStampToken, certificates: readonly X509Certificate[]): X509Certificate {
  const authority = issuerOf(token, certificates);
  if (authority) return authority;
  throw missing(
    `The time stamp is signed by ${nameOf(token.signer)}, which none of the certificates in ROOMSHOT_TSA_CERTIFICATE has issued.`,
  );
}

function requireSameTime(stamped: Date, now: Date): void {
  if (Math.abs(stamped.getTime() - now.getTime()) <= CLOCK_TOLERANCE_MS) return;
  throw missing(
    `The clock of the time-stamp authority shows ${stamped.toISOString()}, that of this server ${now.toISOString()}. Correct the clock.`,
  );
}

/** Sends a request. It follows no redirect, because the operator configured exactly this address. */
async function post(url: string, body: Uint8Array, timeoutMs: number): Promise<Uint8Array> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: Buffer.from(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (response.status === 200 && type === 'application/timestamp-reply') return await readBody(response);
    await response.body?.cancel();
    throw missing(
      response.status === 200
        ? 'The server at ROOMSHOT_TSA_URL is not a time-stamp authority.'
        : `The time-stamp authority answers with HTTP status ${response.status}.`,
    );
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw missing('The time-stamp authority does not answer.', cause);
  }
}

async function readBody({ body }: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > MAX_REPLY_SIZE) throw missing('The response of the time-stamp authority is too large.');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
