import { expectedEnd, lastDayNeeded } from '../../../clearance/verdict/verdict.ts';
import type { RoomFacts } from '../../../clearance/vocabulary/room-state.ts';
import { localText, momentText } from '../../wording/time-text.ts';

/** When the operation ends, and until when its documents have to be valid; as the verdict reckons it. */
export interface OperationWindow {
  /** An instant in UTC. */
  end: string;
  /** A day, `YYYY-MM-DD`. */
  needed: string;
}

/** Undefined for an ETA that is no instant: no rule of ours allows one, and a report shows it as it is. */
export const operationWindow = (room: RoomFacts): OperationWindow | undefined =>
  Number.isNaN(Date.parse(room.sts_eta))
    ? undefined
    : { end: expectedEnd(room), needed: lastDayNeeded(room) };

/** Formats an instant in UTC and in the time zone of the room, both labelled. */
export const bothTimes = (instant: string, timeZone: string): string =>
  [momentText(instant), localText(instant, timeZone)].filter((text) => text !== undefined).join('  ·  ');

/** `3 days`. */
export const daysText = (days: number): string => (days === 1 ? '1 day' : `${days} days`);
