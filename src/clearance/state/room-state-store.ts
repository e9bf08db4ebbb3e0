import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import { compareVessels } from '../verdict/compatibility.ts';
import { expiresAt } from '../verdict/document-expiry.ts';
import { decideVerdict, type VerdictInput } from '../verdict/verdict.ts';
import type { Compatibility } from '../vocabulary/compatibility.ts';
import type { CurrentRoomFacts, CurrentVerdict, DocumentState, RoomState } from '../vocabulary/room-state.ts';
import { writeLabels } from './room-labels.ts';
import {
  activitySql,
  approvalsSql,
  approvedFactsSql,
  documentsSql,
  exceptionsSql,
  partiesSql,
  type RoomFactsChoice,
  requirementsSql,
  roomFactsSql,
  type SectionScope,
  vesselsSql,
} from './room-section-store.ts';

interface CapturedState {
  state: RoomState;
  /** The UTC midnight at which this state changes by time alone, or null. */
  validUntil: Date | null;
}

/** The current state of a room, without its activity. */
export type CurrentState = Pick<RoomState, 'format' | 'revision' | 'parties'> &
  VerdictInput & { verdict: CurrentVerdict; compatibility: Compatibility };

type StoredState = Omit<CurrentState, 'format' | 'verdict' | 'compatibility'> & Pick<RoomState, 'activity'>;

/**
 * Reads a whole room in one statement, so that the state is consistent.
 * @throws AppError `room_not_found`
 */
export async function captureState(
  db: Queryable,
  roomId: string,
  at: Date,
  choice: RoomFactsChoice,
): Promise<CapturedState> {
  const stored = await readStored(db, { roomId, at }, choice);
  const state: RoomState = { format: 1, ...stored, ...judged(stored) };
  return { state, validUntil: nextExpiry(stored.documents) };
}

/**
 * Reads a room without its activity.
 * @throws AppError `room_not_found`
 */
export async function readRoomState(
  db: Queryable,
  roomId: string,
  at: Date,
  choice: RoomFactsChoice,
): Promise<CurrentState> {
  const [found] = await readRoomStates(db, [roomId], at, choice);
  return found ?? refuseUnknown();
}

/** Reads the existing rooms among the given ids in one statement, without their activity. */
export async function readRoomStates(
  db: Queryable,
  roomIds: readonly string[],
  at: Date,
  choice: RoomFactsChoice,
): Promise<CurrentState[]> {
  const { rows } = await sql<Omit<StoredState, 'activity'>>`
    select ${present({ roomId: sql`r.id`, at }, choice)}
    from rooms r where r.id = any(${roomIds}::uuid[])`.execute(db);
  return rows.map((stored) => {
    writeLabels(stored, stored);
    return { format: 1, ...stored, ...judged(stored) };
  });
}

async function readStored(db: Queryable, scope: SectionScope, choice: RoomFactsChoice): Promise<StoredState> {
  const { rows } = await sql<StoredState>`
    select ${present(scope, choice)}, ${activitySql(scope)} as activity
    from rooms r where r.id = ${scope.roomId}::uuid`.execute(db);
  const [stored] = rows;
  return stored ? writeLabels(stored, stored) : refuseUnknown();
}

/** What the rules say about a room. */
const judged = (stored: VerdictInput): Pick<CurrentState, 'verdict' | 'compatibility'> => ({
  verdict: decideVerdict(stored),
  compatibility: compareVessels(stored.vessels),
});

/** Returns an expression for the current state of the room `r`, without its activity. */
const present = (scope: SectionScope, choice: RoomFactsChoice) => sql`
  r.revision, ${roomFactsSql('r', choice)} as room, ${partiesSql(scope)} as parties, ${vesselsSql(scope)} as vessels,
  ${requirementsSql(scope)} as requirements, ${documentsSql(scope)} as documents,
  ${approvalsSql(scope)} as approvals, ${exceptionsSql(scope)} as exceptions,
  ${approvedFactsSql(scope)} as approved_facts`;

function refuseUnknown(): never {
  throw new AppError('not_found', 'room_not_found', 'Room not found');
}

/**
 * Reads the facts of the operation that all parties may see, without the rest of the room.
 * @throws AppError `room_not_found`
 */
export async function readRoomFacts(db: Queryable, roomId: string): Promise<CurrentRoomFacts> {
  const { rows } = await sql<{ room: CurrentRoomFacts }>`
    select ${roomFactsSql('r', { includeCommercial: false })} as room from rooms r where r.id = ${roomId}::uuid`.execute(
    db,
  );
  return rows[0]?.room ?? refuseUnknown();
}

/** Returns the hash that identifies a state: SHA-256 of its canonical JSON. */
export const hashState = (state: RoomState): string => sha256(canonicalJson(state));

/** Returns the next instant at which one of these documents expires: the midnight after its expiry day. */
function nextExpiry(documents: readonly DocumentState[]): Date | null {
  const moments = documents.map(expiresAt).filter((moment) => moment !== undefined);
  return moments.length === 0 ? null : new Date(moments.reduce((first, moment) => Math.min(first, moment)));
}

/** The identifiers of a stored state. */
interface FrozenState {
  hash: string;
  revision: number;
  roomTitle: string;
}

/**
 * Stores the current state of the room, which never changes afterwards, and returns its identifiers. Until the
 * transaction ends, the room cannot change, but other transactions can freeze it too.
 * @throws AppError `room_not_found`
 */
export async function freezeState(
  tx: Transaction,
  roomId: string,
  at: Date,
  choice: RoomFactsChoice,
): Promise<FrozenState> {
  const {
    revision,
    title: roomTitle,
    hash: known,
  } = (await lockRoomShared(tx, roomId, at, choice)) ?? refuseUnknown();
  if (known !== null) return { hash: known, revision, roomTitle };
  const { state, validUntil } = await captureState(tx, roomId, at, choice);
  const content = canonicalJson(state);
  const hash = sha256(content);
  await tx
    .insertInto('room_states')
    .values({
      ...{ hash, room_id: roomId, revision, content },
      ...{ captured_at: at, valid_until: validUntil, include_commercial: choice.includeCommercial },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { hash, revision, roomTitle };
}

/**
 * Locks a room against changes until the transaction ends, and returns it with the state of this choice that was frozen
 * at its revision, if that state is still valid today. Both rows are locked: without a lock, a statement that waited for the
 * room would continue with the old rows and would not notice a deletion.
 */
async function lockRoomShared(
  tx: Transaction,
  roomId: string,
  at: Date,
  { includeCommercial }: RoomFactsChoice,
): Promise<{ revision: number; title: string; hash: string | null } | undefined> {
  const { rows } = await sql<{ revision: number; title: string; hash: string | null }>`
    with room as (
      select id, revision, title from rooms where id = ${roomId}::uuid for share
    ), frozen as (
      select s.hash from room_states s join room on s.room_id = room.id and s.revision = room.revision
      where s.include_commercial = ${includeCommercial}::boolean
        and (s.valid_until is null or s.valid_until > ${at}::timestamptz)
      limit 1 for key share of s
    )
    select revision, title, (select hash from frozen) as hash from room`.execute(tx);
  return rows[0];
}

/**
 * Loads a frozen state and verifies its hash.
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
      'The stored state of the room is damaged. It cannot be rendered.',
    );
  }
  return JSON.parse(frozen.content) as RoomState;
}
