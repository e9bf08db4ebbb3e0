import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.ts';
import type { paths } from '../../../contract/schema.d.ts';

type Answer<Path extends '/api/v1/snapshots/metrics/summary' | '/api/v1/snapshots/metrics/series'> =
  paths[Path]['get']['responses'][200]['content']['application/json'];

export type Summary = Answer<'/api/v1/snapshots/metrics/summary'>;
export type Series = Answer<'/api/v1/snapshots/metrics/series'>;
export type Point = Series['points'][number];

/** The server itself keeps up with what happens every five seconds. */
const REFRESH_MS = 15_000;

/** The last hours, in numbers and step by step, kept up to date while somebody looks. */
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
