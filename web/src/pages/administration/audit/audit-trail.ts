import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.ts';
import type { paths } from '../../../contract/schema.d.ts';

type TrailRoute = paths['/api/v1/activity']['get'];

export type Entry = TrailRoute['responses'][200]['content']['application/json']['items'][number];
export type TrailFilter = Omit<TrailRoute['parameters']['query'], 'limit' | 'cursor'>;
export type Verification =
  paths['/api/v1/audit/verification']['get']['responses'][200]['content']['application/json'];

const PAGE_SIZE = 50;

/** The entries that fit a filter, the newest first. */
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
