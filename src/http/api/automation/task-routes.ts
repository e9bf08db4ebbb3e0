import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { RoomEvents } from '../../../automation/streams/room-events.ts';
import type { TaskEvents } from '../../../automation/streams/task-events.ts';
import type { Queryable } from '../../../platform/db/database.ts';
import type { Clock } from '../../../platform/kernel/clock.ts';
import { AppError } from '../../../platform/kernel/errors.ts';
import { cancelSnapshot, type SnapshotService } from '../../../records/snapshots/snapshot-service.ts';
import { isFinal } from '../../../records/snapshots/task.ts';
import { findTask, type TaskOfSnapshot } from '../../../records/snapshots/task-store.ts';
import { NoContent } from '../../schema/media-response.ts';
import { type AccessControl, admit, roomActorOf } from '../../server/access.ts';
import {
  type EventStream,
  EventStreamResponse,
  lastEventId,
  openEventStream,
} from '../../server/event-stream.ts';
import { idempotentWrite } from '../../server/idempotent-write.ts';
import type { RequestDatabase } from '../../server/request-database.ts';
import { finished, streamChanges, TaskStreamEvent } from './task-following.ts';
import { TaskResponse, toTaskResponse } from './task-response.ts';

interface TaskRouteParts {
  database: RequestDatabase;
  snapshots: SnapshotService;
  accessControl: AccessControl;
  taskEvents: TaskEvents;
  roomEvents: RoomEvents;
  clock: Clock;
}

const OneTask = Type.Object({ task_id: Type.String() });
const MAX_WAIT_SECONDS = 60;

/** @throws AppError `task_not_found` if it has been deleted since the request was admitted */
async function requireTask(db: Queryable, taskId: string): Promise<TaskOfSnapshot> {
  const found = await findTask(db, taskId);
  if (!found) throw new AppError('not_found', 'task_not_found', 'Task not found');
  return found;
}

const answerTo = (request: FastifyRequest, found: TaskOfSnapshot) =>
  toTaskResponse(found, roomActorOf(request).roomRole);

/** The routes of tasks. */
export const taskRoutes =
  (parts: TaskRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    // An open request would delay the shutdown. Clients repeat it.
    const stopping = new AbortController();
    app.addHook('preClose', async () => stopping.abort());
    await app.register(readRoute(parts, stopping.signal));
    await app.register(eventRoute(parts, stopping.signal));
    await app.register(changeRoutes(parts));
  };

const readRoute =
  (parts: TaskRouteParts, stopping: AbortSignal): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { database, accessControl } = parts;
    app.get(
      '/snapshots/tasks/:task_id',
      {
        config: { access: { task: 'snapshot.view' }, bound: 'wait' },
        schema: {
          tags: ['tasks'],
          summary:
            'Read the progress of a task. With `wait`, the server responds when the task ends or the time is over',
          params: OneTask,
          querystring: Type.Object({
            wait: Type.Optional(
              Type.Integer({
                minimum: 0,
                maximum: MAX_WAIT_SECONDS,
                description: 'The maximum wait in seconds. A server that shuts down responds at once',
              }),
            ),
          }),
          response: { 200: TaskResponse },
        },
      },
      async (request) => {
        const { task_id: taskId } = request.params;
        const { wait = 0 } = request.query;
        if (wait > 0) {
          await finished(parts, request, taskId, { seconds: wait, stopping });
          await admit(accessControl, request);
        }
        return answerTo(request, await requireTask(database.query, taskId));
      },
    );
  };

const eventRoute =
  (parts: TaskRouteParts, stopping: AbortSignal): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { database } = parts;
    app.get(
      '/snapshots/tasks/:task_id/events',
      {
        config: { access: { task: 'snapshot.view' }, bound: 'task-stream' },
        schema: {
          tags: ['tasks'],
          summary: 'Follow the progress of a task as server-sent events. Resume with Last-Event-ID',
          params: OneTask,
          response: {
            200: EventStreamResponse('Events with JSON data, until the task ends', TaskStreamEvent),
            204: NoContent('The task has ended, and the client has received its last event'),
          },
        },
      },
      async (request, reply) => {
        const { task } = await requireTask(database.query, request.params.task_id);
        // A 204 keeps a browser that has received the last event from reconnecting.
        if (isFinal(task.status) && lastEventId(request) >= task.version) return reply.code(204).send();
        const open = (closed: () => void): EventStream<TaskStreamEvent> =>
          openEventStream(request, reply, { stopping, closed });
        await streamChanges(parts, request, open, task.task_id);
      },
    );
  };

const changeRoutes =
  ({ database, snapshots, clock }: TaskRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    for (const verb of ['cancel', 'retry'] as const) {
      app.post(
        `/snapshots/tasks/:task_id/${verb}`,
        {
          config: { access: { task: 'snapshot.create' }, allowedOnFullDisk: verb === 'cancel' },
          schema: {
            tags: ['tasks'],
            summary: verb === 'cancel' ? 'Cancel an unfinished task' : 'Retry a failed or cancelled task',
            params: OneTask,
            response: { 200: TaskResponse },
          },
        },
        (request, reply) =>
          idempotentWrite(database, request, reply, async (tx) => {
            const actor = roomActorOf(request);
            const { snapshot, task } = await requireTask(tx, request.params.task_id);
            if (verb === 'cancel') await cancelSnapshot(tx, actor, snapshot, clock());
            else await snapshots.retry(tx, actor, snapshot, task, clock());
            return { status: 200, body: answerTo(request, await requireTask(tx, request.params.task_id)) };
          }),
      );
    }
  };
