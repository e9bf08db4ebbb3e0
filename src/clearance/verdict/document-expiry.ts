import type { DocumentStatus } from '../vocabulary/room-words.ts';
import { statusesThat } from './document-rules.ts';

/** The fields that decide on expiry. */
export interface DatedDocument {
  status: DocumentStatus;
  /** The last UTC day on which the document is valid, `YYYY-MM-DD`. */
  expires_on: string | null;
}

const DAY_MS = 86_400_000;
const RELIED_ON: ReadonlySet<DocumentStatus> = new Set(statusesThat('isReliedOn'));

/**
 * Returns whether a document that is relied on ends before a UTC day. This is the only rule of expiry: a document that
 * ends before today is expired, and one that ends before the last day of the operation expires early.
 * `document-expiry-store.ts` contains the same rule in SQL.
 */
export const endsBefore = ({ status, expires_on }: DatedDocument, day: string): boolean =>
  expires_on !== null && expires_on < day && RELIED_ON.has(status);

/** Returns when a document becomes `expired` by time alone: the midnight after its expiry day, in milliseconds. */
export function expiresAt({ status, expires_on }: DatedDocument): number | undefined {
  const canExpire = status !== 'expired' && RELIED_ON.has(status);
  return expires_on !== null && canExpire ? Date.parse(`${expires_on}T00:00:00Z`) + DAY_MS : undefined;
}
