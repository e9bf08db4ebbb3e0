import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.ts';
import type { ResponseBody } from '../../contract/route-types.ts';

export type Difference = ResponseBody<'/api/v1/rooms/{room_id}/snapshots/{snapshot_id}/diff/{other_id}'>;
export type Change = Difference['operation'][number];

/** The differences between two snapshots of a room. They never change. */
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
