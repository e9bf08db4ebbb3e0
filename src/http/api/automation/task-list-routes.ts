import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { readNumberPlace, writeNumberPlace } from '../../../platform/kernel/page-cursor.ts';
import { TASK_STATUSES } from '../../../records/snapshots/task.ts';
import { listTasks } from '../../../records/snapshots/task-store.ts';
import type { RequestDatabase } from '../../server/request-database.ts';
import { PageOf, PageQuery } from '../clearance/room-response.ts';
import { ListedTaskResponse, toListedTaskResponse } from './task-response.ts';

const TaskQuery = Type.Object(
  {
    ...PageQuery,
    status: Type.Optional(Type.Enum([...TASK_STATUSES])),
    room_id: Type.Optional(Type.String({ format: 'uuid' })),
  },
  { additionalProperties: false },
);

/** The routes of the tasks of all rooms, for administrators. */
export const taskListRoutes =
  ({ database }: { database: RequestDatabase }): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/snapshots/tasks',
      {
        config: { access: { system: 'activity.view_all' } },
        schema: {
          tags: ['tasks'],
          summary: 'List the tasks of all rooms, newest first',
          querystring: TaskQuery,
          response: { 200: PageOf(ListedTaskResponse) },
        },
      },
      async ({ query: { status, room_id: roomId, cursor, limit } }) => {
        const before = readNumberPlace(cursor);
        const found = await listTasks(database.query, { status, roomId, before, limit: limit + 1 });
        const shown = found.slice(0, limit);
        const last = found.length > limit ? shown.at(-1) : undefined;
        return {
          items: shown.map(toListedTaskResponse),
          next_cursor: last ? writeNumberPlace(last.place) : null,
        };
      },
    );
  };
