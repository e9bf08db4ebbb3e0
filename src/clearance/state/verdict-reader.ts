import { LRUCache } from 'lru-cache';
import type { Queryable } from '../../platform/db/database.ts';
import { utcDay } from '../../platform/kernel/utc-day.ts';
import type { CurrentVerdict } from '../vocabulary/room-state.ts';
import { readRoomStates } from './room-state-store.ts';

/** A verdict as a list shows it. */
export interface VerdictSummary {
  outcome: CurrentVerdict['outcome'];
  /** The stage that the outcome is for. */
  stage: CurrentVerdict['stage'];
  /** The number of blocking findings. */
  blocking: number;
  /** The number of other findings. */
  subjects: number;
  /** The first blocking findings, one sentence each. */
  blockers: string[];
}

/** Reads the summaries of the verdicts of rooms, by room id. Rooms that do not exist are left out. */
export type VerdictReader = (
  db: Queryable,
  rooms: readonly { id: string; revision: number }[],
  at: Date,
) => Promise<Map<string, VerdictSummary>>;

const MAX_REMEMBERED = 10_000;
const BLOCKERS_SHOWN = 3;
/** A room can have a thousand documents. This limits the rooms that one statement reads. */
const ROOMS_PER_STATEMENT = 25;

/**
 * Creates a reader of verdicts for lists. A verdict depends only on the revision of the room and the UTC day, so it is
 * computed once for both and cached.
 */
export function createVerdictReader(): VerdictReader {
  const remembered = new LRUCache<string, VerdictSummary>({ max: MAX_REMEMBERED });
  return async (db, rooms, at) => {
    const keyOf = (id: string, revision: number) => `${id} ${revision} ${utcDay(at)}`;
    const found = new Map<string, VerdictSummary>();
    const unknown: string[] = [];
    for (const { id, revision } of rooms) {
      const summary = remembered.get(keyOf(id, revision));
      if (summary) found.set(id, summary);
      else unknown.push(id);
    }
    for (let from = 0; from < unknown.length; from += ROOMS_PER_STATEMENT) {
      const states = await readRoomStates(db, unknown.slice(from, from + ROOMS_PER_STATEMENT), at, {
        includeCommercial: false,
      });
      for (const { room, revision, verdict } of states) {
        const summary = summarise(verdict);
        remembered.set(keyOf(room.id, revision), summary);
        found.set(room.id, summary);
      }
    }
    return found;
  };
}

function summarise({ outcome, stage, reasons }: CurrentVerdict): VerdictSummary {
  const blocking = reasons.filter((reason) => reason.blocking);
  const blockers = blocking.slice(0, BLOCKERS_SHOWN).map(({ text }) => text);
  return { outcome, stage, blocking: blocking.length, subjects: reasons.length - blocking.length, blockers };
}
