import type { DocumentStatus } from '../vocabulary/room-words.ts';
import { statusesThat } from './document-rules.ts';

/** The fields that decide on expiry. */
export interface DatedDocument {
  status: DocumentStatus;
  /** The last UTC day on which the document is valid, `YYYY-MM-DD`. */
  expires_on: string | null;
  /** The earlier of that day and the day of its maximum age. A state of before 0.3.0 lacks it. */
  valid_until?: string | null;
}

const DAY_MS = 86_400_000;
const RELIED_ON: ReadonlySet<DocumentStatus> = new Set(statusesThat('isReliedOn'));

/** Returns the last UTC day on which a document is valid, `YYYY-MM-DD`, or null if it has no end. */
export const lastValidDay = ({ valid_until, expires_on }: DatedDocument): string | null =>
  valid_until === undefined ? expires_on : valid_until;

/**
 * Returns whether a document that is relied on ends before a UTC day. This is the only rule of expiry: a document that
 * ends before today is expired, and one that ends before the last day of the operation expires early.
 * `document-expiry-store.ts` contains the same rule in SQL.
 */
export function endsBefore(document: DatedDocument, day: string): boolean {
  const last = lastValidDay(document);
  return last !== null && last < day && RELIED_ON.has(document.status);
}

/** Returns when a document becomes `expired` by time alone: the midnight after its last day, in milliseconds. */
export function expiresAt(document: DatedDocument): number | undefined {
  const last = lastValidDay(document);
  const canExpire = document.status !== 'expired' && RELIED_ON.has(document.status);
  return last !== null && canExpire ? Date.parse(`${last}T00:00:00Z`) + DAY_MS : undefined;
}
