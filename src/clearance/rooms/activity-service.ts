import type { RoomActor } from '../../people/permissions/actor.ts';
import type { ChainedEntry } from '../../platform/audit/audit-chain.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
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
  countMessages,
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

/** One account cannot send all messages that a room can have. */
const MAX_MESSAGES_OF_ACCOUNT = 10_000;

/**
 * Sends a message to all parties of the room. It becomes part of the record.
 * @throws AppError `too_many_messages`
 */
export function sendMessage(
  tx: Transaction,
  actor: RoomActor,
  text: string,
  at: Date,
): Promise<Omit<ActivityState, 'id'>> {
  const message = { action: 'message_sent', summary: text } as const;
  return changeRoom(tx, actor, at, async ({ revision }) => {
    // Each message is a revision.
    if (revision >= MAX_MESSAGES_OF_ACCOUNT) await requireMessageLeft(tx, actor);
    return {
      answer: () => ({ at: at.toISOString(), actor: actor.email, ...message }),
      done: { ...message, detail: { text } },
    };
  });
}

async function requireMessageLeft(tx: Transaction, { roomId, email }: RoomActor): Promise<void> {
  const sent = await countMessages(tx, { roomId, actor: email, most: MAX_MESSAGES_OF_ACCOUNT });
  if (sent < MAX_MESSAGES_OF_ACCOUNT) return;
  const text = `You have sent ${MAX_MESSAGES_OF_ACCOUNT.toLocaleString('en')} messages in this room. One account cannot send more. Continue in a new room.`;
  throw new AppError('conflict', 'too_many_messages', text);
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
