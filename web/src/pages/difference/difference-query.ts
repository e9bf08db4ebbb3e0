import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.ts';
import type { paths } from '../../contract/schema.d.ts';

type DifferenceRoute = paths['/api/v1/rooms/{room_id}/snapshots/{snapshot_id}/diff/{other_id}']['get'];

export type Difference = DifferenceRoute['responses'][200]['content']['application/json'];
export type Change = Difference['operation'][number];

/** What is different in the second of two snapshots of a room. It never changes. */
export const differenceQuery = (room_id: string, snapshot_id: string, other_id: string) =>
  queryOptions({
    queryKey: ['difference', room_id, snapshot_id, other_id],
    queryFn: () =>
      bodyOf(
        api.GET('/api/v1/rooms/{room_id}/snapshots/{snapshot_id}/diff/{other_id}', {
          params: { path: { room_id, snapshot_id, other_id } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
