import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import { searchRooms } from '../clearance/rooms/room-search.ts';
import { findNewestParty, findRoomRole, lockRoomRole } from '../clearance/state/room-access-store.ts';
import { createVerdictReader } from '../clearance/state/verdict-reader.ts';
import type { HttpServer } from '../http/server/plain-server.ts';
import { findActorOfSession, lockActorOfSession } from '../people/accounts/session-store.ts';
import { findUserByEmail } from '../people/accounts/user-store.ts';
import type { Database, Transaction } from '../platform/db/database.ts';
import type { Clock } from '../platform/kernel/clock.ts';
import { newId } from '../platform/kernel/ids.ts';
import type { SnapshotRequest } from '../records/snapshots/snapshot-request.ts';
import type { SnapshotService } from '../records/snapshots/snapshot-service.ts';
import { taskIdOf } from '../records/snapshots/task.ts';
import { findTask } from '../records/snapshots/task-store.ts';

/** What a user does first. */
const FIRST_ROUTES = [
  'POST /api/v1/auth/login',
  'GET /api/v1/rooms',
  'POST /api/v1/rooms/:room_id/snapshots',
  'GET /api/v1/snapshots/tasks/:task_id',
];
const ROOMS_LISTED = 20;
const SNAPSHOT: SnapshotRequest = {
  ...{ title: 'Rehearsal', type: 'pdf', compareTo: null, timeoutSeconds: 60, includeCommercial: false },
  sections: { documents: true, approvals: true, activity: true },
};

interface RehearsalParts {
  database: Pick<Database, 'background'>;
  http: Pick<HttpServer, 'compilations'>;
  snapshots: Pick<SnapshotService, 'request'>;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
}

/**
 * Does what the first requests do, so that they need not wait while schemas are compiled, statements are planned, and the
 * database reads its catalogue. Between two steps requests have their turn, and what it writes is undone. A failure is
 * logged, and changes nothing but the time of the first requests.
 * @returns a function that ends the rehearsal after the step under way
 */
export function startRehearsal({ log, ...parts }: RehearsalParts): () => Promise<void> {
  let stopped = false;
  const run = async () => {
    for await (const _ of stepsOf(parts)) {
      if (stopped) return;
      await nextTurn();
    }
  };
  const running = run().catch((err) => {
    log.warn({ err }, 'the rehearsal of the first requests failed, so they take longer');
  });
  return () => {
    stopped = true;
    return running;
  };
}

/** Yields after each step. */
async function* stepsOf({
  database: { background },
  http,
  snapshots,
  clock,
}: Omit<RehearsalParts, 'log'>): AsyncGenerator<void> {
  yield;
  yield* http.compilations.ahead(FIRST_ROUTES);
  const { query } = background;
  const at = clock();
  const party = await findNewestParty(query);
  if (!party) return;
  const { email, roomId } = party;
  const session = { sessionId: newId(), email, at };
  await findUserByEmail(query, email);
  await findActorOfSession(query, session);
  yield;
  await searchRooms(query, createVerdictReader(), party, { limit: ROOMS_LISTED }, at);
  yield;
  await findRoomRole(query, roomId, party);
  await undo(background, async (tx) => {
    await lockActorOfSession(tx, session);
    await lockRoomRole(tx, roomId, party, { forChange: false });
    const { id } = await snapshots.request(tx, party, SNAPSHOT, at);
    await findTask(tx, taskIdOf(id));
  });
}

/** Does work in a transaction, and takes all of it back. */
async function undo(
  { transaction }: Pick<Database, 'transaction'>,
  work: (tx: Transaction) => Promise<void>,
): Promise<void> {
  const undone = new Error('This is undone on purpose.');
  const error = await transaction(async (tx) => {
    await work(tx);
    throw undone;
  }).catch((thrown) => thrown);
  if (error !== undone) throw error;
}
