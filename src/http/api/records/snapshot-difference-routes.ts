import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { compareSnapshots } from '../../../records/snapshots/snapshot-difference.ts';
import type { RequestDatabase } from '../../server/request-database.ts';
import { DifferenceResponse, toDifferenceResponse } from './difference-response.ts';

const TwoSnapshots = Type.Object({
  room_id: Type.String(),
  snapshot_id: Type.String({ description: 'The id of the earlier snapshot' }),
  other_id: Type.String({ description: 'The id of the later snapshot' }),
});

export const snapshotDifferenceRoutes =
  ({ database }: { database: RequestDatabase }): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/rooms/:room_id/snapshots/:snapshot_id/diff/:other_id',
      {
        config: { access: { room: 'snapshot.view', opensRecords: true }, bound: 'search' },
        schema: {
          tags: ['snapshots'],
          summary: 'Compare two snapshots of a room',
          params: TwoSnapshots,
          response: { 200: DifferenceResponse },
        },
      },
      async ({ params: { room_id, snapshot_id, other_id } }) =>
        toDifferenceResponse(await compareSnapshots(database.query, room_id, [snapshot_id, other_id])),
    );
  };
