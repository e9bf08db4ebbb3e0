import type { ActivityState } from '../../clearance/vocabulary/room-state.ts';

/** Returns whether an entry is a text that a user wrote, which could read like an event that the server recorded. */
export const isMessage = ({ action }: Pick<ActivityState, 'action'>): boolean => action === 'message_sent';

/** Returns who an entry of the activity is of. A message is named as one, so that nobody takes it for an event. */
export const actorText = (entry: Pick<ActivityState, 'actor' | 'action'>): string =>
  isMessage(entry) ? `Message of ${entry.actor}` : entry.actor;

/** Returns what an entry says, on one line. The text of a message is in quotes. */
export function saidText(entry: Pick<ActivityState, 'action' | 'summary'>): string {
  const line = entry.summary.replace(/\s+/g, ' ').trim();
  return isMessage(entry) ? `“${line}”` : line;
}
