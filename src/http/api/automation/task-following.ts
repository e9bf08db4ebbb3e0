import type { FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import type { RoomEvents } from '../../../automation/streams/room-events.ts';
import type { TaskEvents } from '../../../automation/streams/task-events.ts';
import { isFinal, type Task, type TaskChange } from '../../../records/snapshots/task.ts';
import { findTask } from '../../../records/snapshots/task-store.ts';
import { type AccessControl, isStillAdmitted, roomActorOf } from '../../server/access.ts';
import { type EventStream, keepAlive, lastEventId, StreamedEvent } from '../../server/event-stream.ts';
import type { RequestDatabase } from '../../server/request-database.ts';
import { TaskProgress } from './task-response.ts';

interface FollowedParts {
  database: RequestDatabase;
  accessControl: AccessControl;
  taskEvents: TaskEvents;
  roomEvents: RoomEvents;
}

/** Tokens also expire while no event arrives. */
const RECHECK_MS = 60_000;

export const TaskStreamEvent = StreamedEvent('progress', TaskProgress);
export type TaskStreamEvent = Static<typeof TaskStreamEvent>;

const look = async ({ database }: FollowedParts, taskId: string): Promise<Task | undefined> =>
  (await findTask(database.query, taskId))?.task;

/** Calls back when the task may be deleted, or the reader may have lost access. Returns a function that ends this. */
function onRevocation(
  { roomEvents }: FollowedParts,
  request: FastifyRequest,
  recheck: () => void,
): () => void {
  return roomEvents.subscribe(roomActorOf(request).roomId, {
    onEvent: (_, mayRevoke) => mayRevoke !== undefined && recheck(),
    onGap: recheck,
    onAccountsChanged: recheck,
  });
}

/**
 * Resolves when a task is finished or deleted, when the reader loses access, after so many seconds, or when the server
 * stops.
 */
export async function finished(
  parts: FollowedParts,
  request: FastifyRequest,
  taskId: string,
  { seconds, stopping }: { seconds: number; stopping: AbortSignal },
): Promise<void> {
  if (stopping.aborted) return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // A failed check may reject before anything awaits the promise.
  promise.catch(() => {});
  const check = async () => {
    const now = await look(parts, taskId);
    if (!now || isFinal(now.status)) resolve();
  };
  const recheck = async () => {
    if (await isStillAdmitted(parts.accessControl, request)) await check();
    else resolve();
  };
  const stop = () => resolve();
  const ends = [
    parts.taskEvents.subscribe(taskId, ({ status }) => isFinal(status) && resolve()),
    onRevocation(parts, request, () => void recheck().catch(reject)),
  ];
  const timer = setTimeout(stop, seconds * 1000);
  stopping.addEventListener('abort', stop);
  try {
    // The task may have finished before the subscription.
    await check();
    await promise;
  } finally {
    clearTimeout(timer);
    stopping.removeEventListener('abort', stop);
    for (const end of ends) end();
  }
}

/** Sends the current state, unless the client has received it, and then every change until the last. */
export async function streamChanges(
  parts: FollowedParts,
  request: FastifyRequest,
  open: (closed: () => void) => EventStream<TaskStreamEvent>,
  taskId: string,
): Promise<void> {
  let seen = lastEventId(request);
  const ends: (() => void)[] = [];
  const stream = open(() => {
    for (const end of ends) end();
  });
  const emit = ({ task_id, version, status, stage, progress, error }: TaskChange) => {
    if (version > seen) {
      seen = version;
      stream.send({ id: version, event: 'progress', data: { task_id, status, stage, progress, error } });
    }
    if (isFinal(status)) stream.end();
  };
  const lookAgain = async () => {
    try {
      const admitted = await isStillAdmitted(parts.accessControl, request);
      const now = admitted && (await look(parts, taskId));
      await parts.database.flushed();
      if (now) emit(now);
      else stream.end();
    } catch (error) {
      request.log.error({ err: error }, 'event stream ended early');
      stream.end();
    }
  };
  const timer = setInterval(lookAgain, RECHECK_MS);
  ends.push(
    () => clearInterval(timer),
    keepAlive(stream),
    parts.taskEvents.subscribe(taskId, emit),
    onRevocation(parts, request, () => void lookAgain()),
  );
  await lookAgain();
}
