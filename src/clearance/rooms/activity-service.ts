import type { RoomActor } from '../../people/permissions/actor.ts';
import type { ChainedEntry } from '../../platform/audit/audit-chain.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import {
  type Page,
  readNumberPlace,
  readPlace,
  toPage,
  writeNumberPlace,
} from '../../platform/kernel/page-cursor.ts';
import { changeRoom } from '../changes/room-change.ts';
import type { ActivityState } from '../vocabulary/room-state.ts';
import {
  type ActivityRow,
  findLastLookedAt,
  listActivities,
  listTrail,
  type TrailFilter,
} from './activity-store.ts';

interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

/**
 * Returns a page of the activity of a room, newest first.
 * @throws AppError `bad_cursor`
 */
export async function viewActivity(
  db: Queryable,
  roomId: string,
  { limit, cursor }: PageRequest,
): Promise<Page<ActivityState>> {
  const rows = await listActivities(db, roomId, { after: readPlace(cursor), limit: limit + 1 });
  const place = ({ at, id }: ActivityRow) => ({ at, id });
  return toPage(rows, limit, place, toActivity);
}

const toActivity = ({ id, at, actor, action, summary }: ActivityRow): ActivityState => ({
  id,
  at: at.toISOString(),
  actor,
  action,
  summary,
});

/** Sends a message to all parties of the room. It becomes part of the record. */
export function sendMessage(
  tx: Transaction,
  actor: RoomActor,
  text: string,
  at: Date,
): Promise<Omit<ActivityState, 'id'>> {
  const message = { action: 'message_sent', summary: text } as const;
  return changeRoom(tx, actor, at, async () => ({
    answer: () => ({ at: at.toISOString(), actor: actor.email, ...message }),
    done: { ...message, detail: { text } },
  }));
}

/** An entry of the audit log, in the form of the API. */
export interface TrailEntry {
  seq: number;
  at: string;
  actor: string;
  action: string;
  room_id: string | null;
  detail: ChainedEntry['detail'];
}

type TrailSearch = PageRequest & Omit<TrailFilter, 'before' | 'limit'>;

/**
 * Returns a page of the audit log, newest first. The number of entries that one page scans is limited. A page can
 * therefore be short or empty although entries follow. Only the cursor tells the client whether the log ends.
 * @throws AppError `bad_cursor`
 */
export async function viewTrail(
  db: Queryable,
  { limit, cursor, ...filter }: TrailSearch,
): Promise<Page<TrailEntry>> {
  const search = { before: readNumberPlace(cursor), limit: limit + 1, ...filter };
  const entries = await listTrail(db, search);
  const shown = entries.slice(0, limit);
  const last = entries.length > limit ? shown.at(-1)?.seq : await findLastLookedAt(db, search);
  return {
    items: shown.map(({ seq, at, actor, action, roomId, detail }) => ({
      ...{ seq, at: at.toISOString(), actor, action },
      ...{ room_id: roomId, detail },
    })),
    next_cursor: last === undefined ? null : writeNumberPlace(last),
  };
}
