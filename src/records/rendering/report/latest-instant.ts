import type { EditionContent } from '../../editions/edition-content.ts';

/** Stands for a content that has no readable instant. */
const EARLIEST = '1970-01-01T00:00:00.000Z';
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/**
 * Returns the latest instant in the content. It is the date of the document, so that equal content gives equal bytes
 * whenever it is rendered. The ETA is a plan and is ignored.
 */
export function latestInstant(content: EditionContent): string {
  let latest = EARLIEST;
  const see = (instant: string | null): void => {
    if (instant !== null && instant > latest && INSTANT.test(instant) && !Number.isNaN(Date.parse(instant))) {
      latest = instant;
    }
  };
  see(content.room.updated_at);
  see(content.room.created_at);
  for (const document of content.documents ?? []) {
    see(document.uploaded_at);
    see(document.reviewed_at);
  }
  for (const approval of content.approvals ?? []) {
    see(approval.requested_at);
    see(approval.updated_at);
  }
  for (const entry of content.activity ?? []) see(entry.at);
  return latest;
}
