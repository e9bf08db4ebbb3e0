import type { EditionContent } from '../editions/edition-content.ts';

/**
 * The latest moment at which something in the content happened: the date of the document, so that equal
 * content gives equal bytes whenever it is rendered. The ETA is a plan and does not count.
 */
export function latestInstant(content: EditionContent): string {
  let latest = content.room.updated_at;
  const see = (instant: string | null): void => {
    if (instant !== null && instant > latest) latest = instant;
  };
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
