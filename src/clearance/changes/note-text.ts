/**
 * Returns the summary of an event with the note that a user added. The note is in quotes, on one line, so that nobody
 * takes its text for a further event.
 */
export function withNote(summary: string, note: string | undefined): string {
  const line = note?.replace(/\s+/g, ' ').trim().replaceAll('“', '‘').replaceAll('”', '’');
  return line ? `${summary} “${line}”` : summary;
}
