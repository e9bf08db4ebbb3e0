import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Action, may } from '../../auth/policy.ts';
import type { Database, Queryable } from '../../db/database.ts';
import type { RoomActor } from '../../kernel/actor.ts';
import type { Clock } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { findRoomRole } from '../../rooms/room-access-store.ts';
import type { SnapshotService } from '../../snapshots/snapshot-service.ts';
import { isFinal, type Task, type TaskChange } from '../../snapshots/task.ts';
import type { TaskEvents } from '../../snapshots/task-events.ts';
import { findTask, type TaskOfSnapshot } from '../../snapshots/task-store.ts';
import { actorOf, requireRole } from '../access.ts';
import { type EventStream, EventStreamAnswer, lastEventId, openEventStream } from '../event-stream.ts';
import { NoContent } from '../media-answer.ts';
import { TaskAnswer, toTaskAnswer } from '../task-answer.ts';
import { writeOnce } from '../write-once.ts';

interface TaskRouteParts {
  database: Database;
  snapshots: SnapshotService;
  events: TaskEvents;
  clock: Clock;
}

interface FoundTask extends TaskOfSnapshot {
  actor: RoomActor;
}

const OneTask = Type.Object({ task_id: Type.String() });
const LONGEST_WAIT_SECONDS = 60;

/**
 * A task that the actor may see, because of their role in its room.
 * @throws AppError `task_not_found`, in the same words whether or not it exists; `role_not_permitted`
 */
async function requireTask(db: Queryable, request: FastifyRequest, action: Action): Promise<FoundTask> {
  const { task_id } = request.params as { task_id: string };
  const actor = actorOf(request);
  const found = await findTask(db, task_id);
  const roomId = found?.snapshot.roomId ?? '';
  const roomRole = await findRoomRole(db, roomId, actor);
  if (!found || !roomRole || !may(roomRole, 'snapshot.view')) {
    throw new AppError('not_found', 'task_not_found', 'Task not found');
  }
  requireRole(roomRole, action);
  return { ...found, actor: { ...actor, roomId, roomRole } };
}

export const taskRoutes =
  (parts: TaskRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { database, snapshots, events, clock } = parts;
    // Whoever waits would keep the server from stopping; their clients come back and ask again.
    const stopping = new AbortController();
    app.addHook('preClose', async () => stopping.abort());
    const look = async (taskId: string) => (await findTask(database.query, taskId))?.task;

    app.get(
      '/snapshots/tasks/:task_id',
      {
        config: { access: 'authenticated' },
        schema: {
          tags: ['tasks'],
          summary: 'How far a snapshot is; with `wait`, answered once it is finished or the time is up',
          params: OneTask,
          querystring: Type.Object({
            wait: Type.Optional(
              Type.Integer({
                minimum: 0,
                maximum: LONGEST_WAIT_SECONDS,
                description: 'Seconds to wait at most; a stopping server answers at once',
              }),
            ),
          }),
          response: { 200: TaskAnswer },
        },
      },
      async (request) => {
        const found = await requireTask(database.query, request, 'snapshot.view');
        const { wait = 0 } = request.query;
        if (wait === 0 || isFinal(found.task.status)) return toTaskAnswer(found);
        await finished(events, look, found.task.task_id, { seconds: wait, stopping: stopping.signal });
        return toTaskAnswer(await requireTask(database.query, request, 'snapshot.view'));
      },
    );

    app.get(
      '/snapshots/tasks/:task_id/events',
      {
        config: { access: 'authenticated' },
        schema: {
          tags: ['tasks'],
          summary: 'The progress of a task as server-sent events; resumable with Last-Event-ID',
          params: OneTask,
          response: {
            200: EventStreamAnswer('`progress`: task_id, status, stage, progress. The last ends the stream'),
            204: NoContent('The task is finished, and the client has seen that'),
          },
        },
      },
      async (request, reply) => {
        const { task } = await requireTask(database.query, request, 'snapshot.view');
        // Tells a browser that has seen the end not to come again.
        if (isFinal(task.status) && lastEventId(request) >= task.version) return reply.code(204).send();
        const open = (closed: () => void) => openEventStream(request, reply, stopping.signal, closed);
        await streamChanges(request, open, events, task, look);
      },
    );

    for (const verb of ['cancel', 'retry'] as const) {
      app.post(
        `/snapshots/tasks/:task_id/${verb}`,
        {
          config: { access: 'authenticated', allowedOnFullDisk: verb === 'cancel' },
          schema: {
            tags: ['tasks'],
            summary: verb === 'cancel' ? 'End a task that is not finished' : 'Try a failed task again',
            params: OneTask,
            response: { 200: TaskAnswer },
          },
        },
        (request, reply) =>
          writeOnce(database, request, reply, async (tx) => {
            const { actor, snapshot, task } = await requireTask(tx, request, 'snapshot.create');
            if (verb === 'cancel') await snapshots.cancel(tx, actor, snapshot, clock());
            else await snapshots.retry(tx, actor, snapshot, task, clock());
            return { status: 200, body: toTaskAnswer(await requireTask(tx, request, 'snapshot.view')) };
          }),
      );
    }
  };

/** Resolves when a task is finished, after so many seconds, or when the server stops. */
async function finished(
  events: TaskEvents,
  look: (taskId: string) => Promise<Task | undefined>,
  taskId: string,
  { seconds, stopping }: { seconds: number; stopping: AbortSignal },
): Promise<void> {
  if (stopping.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const unsubscribe = events.subscribe(taskId, ({ status }) => {
    if (isFinal(status)) resolve();
  });
  const timer = setTimeout(resolve, seconds * 1000);
  const stop = () => resolve();
  stopping.addEventListener('abort', stop);
  try {
    // It may have finished between the caller's look and the subscription.
    const task = await look(taskId);
    if (task && !isFinal(task.status)) await promise;
  } finally {
    clearTimeout(timer);
    stopping.removeEventListener('abort', stop);
    unsubscribe();
  }
}

/** Sends the present state, unless the client has seen it, and then every change until the last. */
async function streamChanges(
  request: FastifyRequest,
  open: (closed: () => void) => EventStream,
  events: TaskEvents,
  task: Task,
  look: (taskId: string) => Promise<Task | undefined>,
): Promise<void> {
  let seen = lastEventId(request);
  const stream = open(() => unsubscribe());
  const tell = ({ task_id, version, status, stage, progress }: TaskChange) => {
    if (version > seen) {
      seen = version;
      stream.send({ id: version, name: 'progress', data: { task_id, status, stage, progress } });
    }
    if (isFinal(status)) stream.end();
  };
  const unsubscribe = events.subscribe(task.task_id, tell);
  try {
    tell((await look(task.task_id)) ?? task);
  } catch (error) {
    request.log.error({ err: error }, 'event stream ended early');
    stream.end();
  }
}
