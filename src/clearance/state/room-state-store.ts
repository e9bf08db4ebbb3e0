import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import { expiresAt } from '../verdict/document-expiry.ts';
import { decideVerdict } from '../verdict/verdict.ts';
import { ROOM_FIELDS } from '../vocabulary/room-fields.ts';
import type { CurrentRoomFacts, DocumentState, RoomState } from '../vocabulary/room-state.ts';
import {
  activitySql,
  approvalsSql,
  documentsSql,
  objectSql,
  partiesSql,
  type SectionScope,
  vesselsSql,
} from './room-section-store.ts';

interface CapturedState {
  state: RoomState;
  /** The UTC midnight at which the passing of time alone changes this state, if there is one. */
  validUntil: Date | null;
}

/** A room as it is now, without how it came to be. */
export type CurrentState = Omit<RoomState, 'room' | 'activity'> & { room: CurrentRoomFacts };

type StoredState = Omit<CurrentState, 'format' | 'verdict'> & Pick<RoomState, 'activity'>;

/**
 * Reads a whole room in one statement, so that it is one consistent moment.
 * @throws AppError `room_not_found`
 */
export async function captureState(db: Queryable, roomId: string, at: Date): Promise<CapturedState> {
  const stored = await readStored(db, { roomId, at });
  const state: RoomState = { format: 1, ...stored, verdict: decideVerdict(stored) };
  return { state, validUntil: nextExpiry(stored.documents) };
}

/**
 * Reads a room without its activity, for whom the history is not needed.
 * @throws AppError `room_not_found`
 */
export async function readRoomState(db: Queryable, roomId: string, at: Date): Promise<CurrentState> {
  const [found] = await readRoomStates(db, [roomId], at);
  return found ?? refuseUnknown();
}

/** Reads those of the rooms that there are, in one statement, without their activity. */
export async function readRoomStates(
  db: Queryable,
  roomIds: readonly string[],
  at: Date,
): Promise<CurrentState[]> {
  const { rows } = await sql<Omit<StoredState, 'activity'>>`
    select ${present({ roomId: sql`r.id`, at })}
    from rooms r where r.id = any(${roomIds}::uuid[])`.execute(db);
  return rows.map((stored) => ({ format: 1, ...stored, verdict: decideVerdict(stored) }));
}

async function readStored(db: Queryable, scope: SectionScope): Promise<StoredState> {
  const { rows } = await sql<StoredState>`
    select ${present(scope)}, ${activitySql(scope)} as activity
    from rooms r where r.id = ${scope.roomId}::uuid`.execute(db);
  return rows[0] ?? refuseUnknown();
}

/** What the room `r` is now, without how it came to be. */
const present = (scope: SectionScope) => sql`
  r.revision, ${FACTS} as room, ${partiesSql(scope)} as parties, ${vesselsSql(scope)} as vessels,
  ${documentsSql(scope)} as documents, ${approvalsSql(scope)} as approvals`;

function refuseUnknown(): never {
  throw new AppError('not_found', 'room_not_found', 'Room not found');
}

/**
 * Reads what the operation is, without the rest of the room.
 * @throws AppError `room_not_found`
 */
export async function readRoomFacts(db: Queryable, roomId: string): Promise<CurrentRoomFacts> {
  const { rows } = await sql<{ room: CurrentRoomFacts }>`
    select ${FACTS} as room from rooms r where r.id = ${roomId}::uuid`.execute(db);
  return rows[0]?.room ?? refuseUnknown();
}

/** The facts of the room `r` as a JSON object. */
export const FACTS = objectSql('r', ROOM_FIELDS);

/** The name of a state: SHA-256 of its canonical JSON. */
export const hashState = (state: RoomState): string => sha256(canonicalJson(state));

/** When the first of these documents turns `expired` by the calendar: the midnight after its last day. */
function nextExpiry(documents: readonly DocumentState[]): Date | null {
  const moments = documents.map(expiresAt).filter((moment) => moment !== undefined);
  return moments.length === 0 ? null : new Date(moments.reduce((first, moment) => Math.min(first, moment)));
}

/** Names a stored state. */
interface FrozenState {
  hash: string;
  revision: number;
  roomTitle: string;
}

/**
 * Freezes the room as it is now: what is returned names a stored state that never changes. Until the
 * transaction ends the room cannot change, but others can freeze it too.
 * @throws AppError `room_not_found`
 */
export async function freezeState(tx: Transaction, roomId: string, at: Date): Promise<FrozenState> {
  const {
    revision,
    title: roomTitle,
    hash: known,
  } = (await lockRoomShared(tx, roomId, at)) ?? refuseUnknown();
  if (known !== null) return { hash: known, revision, roomTitle };
  const { state, validUntil } = await captureState(tx, roomId, at);
  const content = canonicalJson(state);
  const hash = sha256(content);
  await tx
    .insertInto('room_states')
    .values({ hash, room_id: roomId, revision, content, captured_at: at, valid_until: validUntil })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { hash, revision, roomTitle };
}

/**
 * A room that nobody changes until the transaction ends, and what was frozen of it at its revision, if time has
 * not changed that since. Both are locked: a statement that waits for the room goes on with what stood before, and
 * only whoever locks a row is told that it was deleted meanwhile.
 */
async function lockRoomShared(
  tx: Transaction,
  roomId: string,
  at: Date,
): Promise<{ revision: number; title: string; hash: string | null } | undefined> {
  const { rows } = await sql<{ revision: number; title: string; hash: string | null }>`
    with room as (
      select id, revision, title from rooms where id = ${roomId}::uuid for share
    ), frozen as (
      select s.hash from room_states s join room on s.room_id = room.id and s.revision = room.revision
      where s.valid_until is null or s.valid_until > ${at}::timestamptz
      limit 1 for key share of s
    )
    select revision, title, (select hash from frozen) as hash from room`.execute(tx);
  return rows[0];
}

/**
 * Gives back a frozen state, and only exactly as it was frozen.
 * @throws AppError `state_not_found`, `state_corrupted`
 */
export async function loadState(db: Queryable, hash: string): Promise<RoomState> {
  const frozen = await db
    .selectFrom('room_states')
    .select('content')
    .where('hash', '=', hash)
    .executeTakeFirst();
  if (!frozen)
    throw new AppError('internal', 'state_not_found', 'The state of the room is no longer stored.');
  if (sha256(frozen.content) !== hash) {
    throw new AppError(
      'internal',
      'state_corrupted',
      'The stored state of the room is not as it was frozen. Nothing is rendered from it.',
    );
  }
  return JSON.parse(frozen.content) as RoomState;
}
