import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.ts';
import type { paths } from '../../contract/schema.d.ts';

type RoomsRoute = paths['/api/v1/rooms']['get'];
type RoomsQuery = RoomsRoute['parameters']['query'];

export type RoomSummary = RoomsRoute['responses'][200]['content']['application/json']['items'][number];
export type RoomFilter = Pick<RoomsQuery, 'q' | 'outcome' | 'status'>;

const PAGE_SIZE = 20;

/** The rooms that fit a filter, page by page. */
export const roomSearch = (filter: RoomFilter) =>
  infiniteQueryOptions({
    queryKey: ['rooms', 'search', filter],
    queryFn: ({ pageParam: cursor }) =>
      bodyOf(
        api.GET('/api/v1/rooms', {
          params: { query: { ...filter, limit: PAGE_SIZE, ...(cursor && { cursor }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // A key press should not make the list flicker.
    placeholderData: (previous) => previous,
  });
