import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/api.ts';
import type { ResponseBody } from '../contract/route-types.ts';
import { partKey } from '../room/room-queries.ts';

export type Snapshot = ResponseBody<'/api/v1/rooms/{room_id}/snapshots/{snapshot_id}'>;
export type SnapshotType = Snapshot['snapshot_type'];

const PAGE_SIZE = 20;
const MAX_CHOICES = 100;

const readSnapshots = (room_id: string, query: { limit: number; offset: number }): Promise<Snapshot[]> =>
  bodyOf(api.GET('/api/v1/rooms/{room_id}/snapshots', { params: { path: { room_id }, query } }));

/** The key of all queries about the snapshots of a room. Invalidate it after a change of a snapshot. */
export const snapshotsKey = (roomId: string) => partKey(roomId, 'snapshots');

/** The snapshots of a room, newest first, page by page. */
export const snapshotPages = (roomId: string) =>
  infiniteQueryOptions({
    queryKey: [...snapshotsKey(roomId), 'pages'],
    queryFn: ({ pageParam: offset }) => readSnapshots(roomId, { limit: PAGE_SIZE, offset }),
    initialPageParam: 0,
    getNextPageParam: (page, pages) => (page.length < PAGE_SIZE ? undefined : pages.length * PAGE_SIZE),
  });

/** The latest snapshots of a room, as options of a select. */
export const latestSnapshots = (roomId: string) =>
  queryOptions({
    queryKey: [...snapshotsKey(roomId), 'latest'],
    queryFn: () => readSnapshots(roomId, { limit: MAX_CHOICES, offset: 0 }),
  });

export const snapshotQuery = (roomId: string, snapshotId: string) =>
  queryOptions({
    queryKey: [...snapshotsKey(roomId), snapshotId],
    queryFn: () =>
      bodyOf(
        api.GET('/api/v1/rooms/{room_id}/snapshots/{snapshot_id}', {
          params: { path: { room_id: roomId, snapshot_id: snapshotId } },
        }),
      ),
  });

/** Returns whether the user may read the record, by the permissions in its room. */
export const mayRead = ({ include_commercial }: Snapshot, permissions: readonly string[]): boolean =>
  !include_commercial || permissions.includes('commercial.view');

export const snapshotAddress = ({ room_id, id }: Pick<Snapshot, 'room_id' | 'id'>): string =>
  `/rooms/${room_id}/snapshots/${id}`;
