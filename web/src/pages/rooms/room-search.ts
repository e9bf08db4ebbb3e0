import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.ts';
import type { QueryOf, ResponseBody } from '../../contract/route-types.ts';

export type RoomSummary = ResponseBody<'/api/v1/rooms'>['items'][number];
export type RoomFilter = Pick<QueryOf<'/api/v1/rooms'>, 'q' | 'outcome' | 'status'>;

const PAGE_SIZE = 20;

/** The rooms that match a filter, page by page. */
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
    // Without it, the list would flicker while the user types.
    placeholderData: (previous) => previous,
  });
