import type { Room, RoomDocument } from '../../../room/room-queries.ts';
import { missingFacts } from '../../../room/version-facts.ts';

/** Returns the documents whose newest version awaits its review. */
export const underReview = <Document extends RoomDocument>(documents: readonly Document[]): Document[] =>
  documents.filter(({ status }) => status === 'under_review');

/**
 * Returns why a document cannot be approved together with others; undefined if it can.
 * @param email the address of the reviewer
 */
export function obstacleTo(
  document: RoomDocument,
  { four_eyes }: Pick<Room, 'four_eyes'>,
  email: string | undefined,
): string | undefined {
  if (document.file_name === null && document.needs_file) return 'It has no file.';
  const missing = missingFacts(document);
  if (missing.length > 0) {
    const facts = missing.filter(({ kind }) => kind === 'day').map(({ label }) => label.toLowerCase());
    return `Not stated: ${facts.join(', ')}. Open the document to state it.`;
  }
  if (four_eyes === 'required' && document.uploaded_by === email) {
    return 'You uploaded it. Somebody else has to approve it.';
  }
  return undefined;
}

/** Returns what a reviewer should know before the approval; undefined if there is nothing. */
export function cautionAbout(
  { file_mismatch, uploaded_by, expires_early }: RoomDocument,
  { four_eyes }: Pick<Room, 'four_eyes'>,
  email: string | undefined,
): string | undefined {
  if (file_mismatch) return `Mark on the file: ${file_mismatch}`;
  if (expires_early) return 'It expires before the operation ends.';
  const isOwn = uploaded_by === email && four_eyes === 'marked';
  return isOwn ? 'You uploaded it. Your approval becomes a subject.' : undefined;
}
