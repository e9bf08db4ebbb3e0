import type { DocumentStatus } from '../vocabulary/room-words.ts';
import type { DocumentOutline } from './room-outline.ts';

/** Document types by their code. */
export type DocumentTypes = ReadonlyMap<string, { id: string; name: string }>;

const DAY_MS = 86_400_000;
const UPLOADER = 'owner@roomshot.example';
const REVIEWERS = ['broker@roomshot.example', 'charterer@roomshot.example'] as const;
const NEVER_SENT: readonly DocumentStatus[] = ['missing', 'waived', 'not_applicable'];
const NOT_REVIEWED: readonly DocumentStatus[] = ['missing', 'under_review'];

/**
 * The start of the room, the time of the demonstration, and the share of the time between them after which a document
 * was uploaded, from 0 to 1.
 */
interface Course {
  begun: Date;
  at: Date;
  place: number;
}

/** Returns the columns of a document that follow from its outline. */
export function outlinedDocument(
  { type, status = 'approved', expiresInDays, notes, priority = 'normal' }: DocumentOutline,
  types: DocumentTypes,
  { begun, at, place }: Course,
) {
  const found = types.get(type);
  if (!found) throw new Error(`There is no document type ${type}.`);
  const span = at.getTime() - begun.getTime();
  const sent = new Date(begun.getTime() + span * (0.05 + place * 0.6));
  const reviewed = new Date(sent.getTime() + span * 0.1);
  const isSent = !NEVER_SENT.includes(status);
  const isReviewed = !NOT_REVIEWED.includes(status);
  return {
    type_id: found.id,
    status,
    priority,
    critical_path: priority === 'urgent',
    expires_on: expiresInDays === undefined ? null : dayAfter(at, expiresInDays),
    notes: notes ?? null,
    uploaded_by: isSent ? UPLOADER : null,
    uploaded_at: isSent ? sent : null,
    reviewed_by: isReviewed ? REVIEWERS[type.length % 2 === 0 ? 0 : 1] : null,
    reviewed_at: isReviewed ? reviewed : null,
    created_at: begun,
    updated_at: isReviewed ? reviewed : isSent ? sent : begun,
  };
}

const dayAfter = (at: Date, days: number): string =>
  new Date(at.getTime() + days * DAY_MS).toISOString().slice(0, 10);
