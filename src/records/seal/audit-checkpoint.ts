import { type AuditHead, parseAuditHead, writeAuditHead } from '../../platform/audit/audit-chain.ts';
import { readProvenHead } from '../../platform/audit/audit-proof.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import { readTrustedSigners } from '../signing/trusted-certificates.ts';
import { readStatementSignature, type Signed, signStatement } from './statement-signature.ts';

const FORMAT = 'roomshot-audit-checkpoint/1';

interface Checkpoint {
  format: typeof FORMAT;
  /** `NUMBER:HASH` */
  audit_head: string;
  /** The time of the checkpoint: ISO 8601, UTC, by the clock of the installation. */
  taken_at: string;
}

/** The head of the audit log with the installation's signature (compact JWS), for storage elsewhere. */
export type SignedCheckpoint = Signed<Checkpoint>;

export async function takeCheckpoint(db: Queryable, key: SigningKey, at: Date): Promise<SignedCheckpoint> {
  const head = writeAuditHead(await readProvenHead(db));
  return signStatement<Checkpoint>(key, { format: FORMAT, audit_head: head, taken_at: at.toISOString() });
}

/**
 * Reads the head in the text of a checkpoint that one of the trusted signers signed.
 * @throws AppError `bad_checkpoint`; `certificate_unreadable` if a trusted certificate is unreadable
 */
export function readCheckpoint(text: string, trusted: readonly string[]): AuditHead {
  const { signature, ...checkpoint } = parse(text);
  const head = parseAuditHead(String(checkpoint.audit_head));
  const read = head && checkpoint.format === FORMAT && readStatementSignature(checkpoint, String(signature));
  if (!head || !read) throw badCheckpoint('The file is not a checkpoint of an audit log.');
  if (!read.isValid) throw badCheckpoint('The checkpoint was changed after it was signed.');
  const isTrusted = readTrustedSigners(trusted).some(({ raw }) => raw.equals(read.certificate.raw));
  if (!isTrusted) throw badCheckpoint('The checkpoint is not signed by the trusted signer.');
  return head;
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

const badCheckpoint = (message: string): AppError => new AppError('invalid', 'bad_checkpoint', message);
