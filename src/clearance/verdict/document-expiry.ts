import type { DocumentStatus } from '../vocabulary/room-words.ts';
import { statusesThat } from './document-rules.ts';

/** What the calendar looks at. */
export interface DatedDocument {
  status: DocumentStatus;
  /** The last UTC day on which the document is valid, `YYYY-MM-DD`. */
  expires_on: string | null;
}

const DAY_MS = 86_400_000;
const RELIED_ON: ReadonlySet<DocumentStatus> = new Set(statusesThat('isReliedOn'));

/**
 * The one rule of expiry: whether a document that somebody relies on ends before a UTC day. Before today it is
 * expired; before the last day on which the operation needs it, it expires early. `document-expiry-store.ts` says
 * the same in SQL.
 */
export const endsBefore = ({ status, expires_on }: DatedDocument, day: string): boolean =>
  expires_on !== null && expires_on < day && RELIED_ON.has(status);

/** When the calendar alone makes a document `expired`: the midnight after its last day, in milliseconds. */
export function expiresAt({ status, expires_on }: DatedDocument): number | undefined {
  const canExpire = status !== 'expired' && RELIED_ON.has(status);
  return expires_on !== null && canExpire ? Date.parse(`${expires_on}T00:00:00Z`) + DAY_MS : undefined;
}
