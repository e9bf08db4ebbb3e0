import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.ts';
import type { ResponseBody } from '../../../contract/route-types.ts';

export type Summary = ResponseBody<'/api/v1/snapshots/metrics/summary'>;
type Series = ResponseBody<'/api/v1/snapshots/metrics/series'>;
export type Point = Series['points'][number];

/** The server updates its numbers every five seconds. */
const REFRESH_MS = 15_000;

/** The metrics of the last hours, as a summary and as a series. They refresh while the page is open. */
export const metricsQuery = (hours: number) =>
  queryOptions({
    queryKey: ['metrics', hours],
    queryFn: async () => {
      const params = { params: { query: { hours } } };
      const [summary, series] = await Promise.all([
        bodyOf(api.GET('/api/v1/snapshots/metrics/summary', params)),
        bodyOf(api.GET('/api/v1/snapshots/metrics/series', params)),
      ]);
      return { summary, series };
    },
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => previous,
  });
