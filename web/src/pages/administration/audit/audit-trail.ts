import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.ts';
import type { QueryOf, ResponseBody } from '../../../contract/route-types.ts';

export type Entry = ResponseBody<'/api/v1/activity'>['items'][number];
export type TrailFilter = Omit<QueryOf<'/api/v1/activity'>, 'limit' | 'cursor'>;
export type Verification = ResponseBody<'/api/v1/audit/verification'>;

const PAGE_SIZE = 50;

/** The entries that match a filter, newest first. */
export const auditTrail = (filter: TrailFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam: cursor }) =>
      bodyOf(
        api.GET('/api/v1/activity', {
          params: { query: { ...filter, limit: PAGE_SIZE, ...(cursor && { cursor }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: (previous) => previous,
  });
