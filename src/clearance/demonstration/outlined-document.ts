import type { DocumentType } from '../documents/document-type-store.ts';
import type { DocumentStatus } from '../vocabulary/room-words.ts';
import type { DocumentOutline } from './room-outline.ts';
import type { Specimen } from './specimen.ts';

/** Document types by their code. */
export type DocumentTypes = ReadonlyMap<string, DocumentType>;

const DAY_MS = 86_400_000;
const UPLOADER = 'owner@roomshot.example';
const REVIEWERS = ['broker@roomshot.example', 'charterer@roomshot.example'] as const;
const NEVER_SENT: readonly DocumentStatus[] = ['missing', 'waived', 'not_applicable'];
const NOT_REVIEWED: readonly DocumentStatus[] = ['missing', 'under_review'];

/**
 * The file of the documents, the start of the room, the time of the demonstration, and the share of the time between them after which a document
 * was uploaded, from 0 to 1.
 */
interface Course {
  specimen: Specimen;
  begun: Date;
  at: Date;
  place: number;
}

/** Returns the columns of a document that follow from its outline. */
export function outlinedDocument(
  { type, status = 'approved', expiresInDays, issuedDaysAgo, notes, priority = 'normal' }: DocumentOutline,
  types: DocumentTypes,
  { specimen, begun, at, place }: Course,
) {
  const { id: type_id } = typeOf(types, type);
  const span = at.getTime() - begun.getTime();
  const sent = new Date(begun.getTime() + span * (0.05 + place * 0.6));
  const reviewed = new Date(sent.getTime() + span * 0.1);
  const isSent = !NEVER_SENT.includes(status);
  const isReviewed = !NOT_REVIEWED.includes(status);
  return {
    type_id,
    status,
    priority,
    critical_path: priority === 'urgent',
    expires_on: !isSent || expiresInDays === undefined ? null : dayAfter(at, expiresInDays),
    issued_on: !isSent || issuedDaysAgo === undefined ? null : dayAfter(at, -issuedDaysAgo),
    no_expiry_stated: false,
    notes: notes ?? null,
    ...(isSent ? fileOf(type, specimen) : NO_FILE),
    uploaded_by: isSent ? UPLOADER : null,
    uploaded_at: isSent ? sent : null,
    reviewed_by: isReviewed ? REVIEWERS[type.length % 2 === 0 ? 0 : 1] : null,
    reviewed_at: isReviewed ? reviewed : null,
    created_at: begun,
    updated_at: isReviewed ? reviewed : isSent ? sent : begun,
  };
}

const NO_FILE = { version: 0, file_name: null, file_type: null, file_size: null, file_sha256: null };

const fileOf = (type: string, { type: file_type, size: file_size, sha256: file_sha256 }: Specimen) => ({
  ...{ version: 1, file_name: `${type}.pdf`, file_type, file_size, file_sha256 },
});

const dayAfter = (at: Date, days: number): string =>
  new Date(at.getTime() + days * DAY_MS).toISOString().slice(0, 10);

export function typeOf(types: DocumentTypes, code: string): DocumentType {
  const found = types.get(code);
  if (!found) throw new Error(`There is no document type ${code}.`);
  return found;
}
