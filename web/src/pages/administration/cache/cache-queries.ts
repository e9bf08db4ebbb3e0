import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.ts';
import type { QueryOf, ResponseBody } from '../../../contract/route-types.ts';

export type Order = QueryOf<'/api/v1/admin/cache/editions'>['order'];
export type Edition = ResponseBody<'/api/v1/admin/cache/editions'>['items'][number];
export type CleanupReport = ResponseBody<'/api/v1/admin/cleanup', 'post'>;

/** The first part of the keys of all queries about the cache. */
export const CACHE = 'cache';
const PAGE_SIZE = 20;

export const cacheStatistics = queryOptions({
  queryKey: [CACHE, 'statistics'],
  queryFn: () => bodyOf(api.GET('/api/v1/admin/cache')),
});

export const cachedEditions = (order: Order) =>
  infiniteQueryOptions({
    queryKey: [CACHE, 'editions', order],
    queryFn: ({ pageParam: cursor }) =>
      bodyOf(
        api.GET('/api/v1/admin/cache/editions', {
          params: { query: { order, limit: PAGE_SIZE, ...(cursor && { cursor }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: (previous) => previous,
  });

/** @param confirmedFiles the number of files that the user has confirmed, although they were held back */
export const cleanUp = (dryRun: boolean, confirmedFiles = 0): Promise<CleanupReport> =>
  bodyOf(
    api.POST('/api/v1/admin/cleanup', {
      params: { query: { dry_run: dryRun, confirmed_files: confirmedFiles } },
      body: {},
    }),
  );

export const clockStatus = queryOptions({
  queryKey: [CACHE, 'clock'],
  queryFn: () => bodyOf(api.GET('/api/v1/admin/clock')),
});
