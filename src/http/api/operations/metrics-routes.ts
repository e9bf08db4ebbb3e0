import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { seriesToCsv } from '../../../platform/metrics/metrics-export.ts';
import type { MetricsSeries } from '../../../platform/metrics/metrics-series.ts';
import type { MetricsSummary } from '../../../platform/metrics/metrics-summary.ts';
import { MediaResponse } from '../../schema/media-response.ts';
import { attachment } from '../../server/send-file.ts';
import { SeriesResponse, SummaryResponse } from './metrics-response.ts';

/** What is known of the metrics of the last hours, in all processes. */
export interface MetricsReader {
  summary(hours: number): Promise<MetricsSummary>;
  /** @throws AppError `too_many_points` */
  series(hours: number, step?: number): Promise<MetricsSeries>;
}

const MAX_HOURS = 720;
const MIN_STEP = 60;
const Hours = Type.Integer({ minimum: 1, maximum: MAX_HOURS, default: 24 });

const Exported = Type.Object({ summary: SummaryResponse, series: SeriesResponse });
const ExportResponse = {
  description: 'The file',
  content: {
    ...MediaResponse('', 'text/csv').content,
    'application/json': { schema: Type.Unsafe<unknown>(Exported) },
  },
};

/** The routes of metrics. */
export const metricsRoutes =
  (metrics: MetricsReader): FastifyPluginAsyncTypebox =>
  async (app) => {
    for (const route of [summaryRoute, seriesRoute, exportRoute]) await app.register(route(metrics));
  };

const summaryRoute =
  (metrics: MetricsReader): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/snapshots/metrics/summary',
      {
        config: { access: { system: 'metrics.view' }, bound: 'search' },
        schema: {
          tags: ['metrics'],
          summary: 'Read a summary of the metrics of the last hours, and the current state of the system',
          querystring: Type.Object({ hours: Hours }),
          response: { 200: SummaryResponse },
        },
      },
      ({ query }) => metrics.summary(query.hours),
    );
  };

const seriesRoute =
  (metrics: MetricsReader): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/snapshots/metrics/series',
      {
        config: { access: { system: 'metrics.view' }, bound: 'search' },
        schema: {
          tags: ['metrics'],
          summary: 'Read the metrics of the last hours as a series',
          querystring: Type.Object({
            hours: Hours,
            step: Type.Optional(
              Type.Integer({
                minimum: MIN_STEP,
                maximum: 86_400,
                multipleOf: MIN_STEP,
                description:
                  'The length of a step in seconds. If it is left out, there are at most 300 points',
              }),
            ),
          }),
          response: { 200: SeriesResponse },
        },
      },
      ({ query }) => metrics.series(query.hours, query.step),
    );
  };

const exportRoute =
  (metrics: MetricsReader): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/snapshots/metrics/export',
      {
        config: { access: { system: 'metrics.view' }, bound: 'search' },
        schema: {
          tags: ['metrics'],
          summary: 'Export the metrics: the series as CSV, or summary and series as JSON',
          querystring: Type.Object({
            hours: Hours,
            format: Type.Enum(['csv', 'json'], { default: 'json' }),
          }),
          response: { 200: ExportResponse },
        },
      },
      async ({ query: { hours, format } }, reply) => {
        const series = await metrics.series(hours);
        const day = series.timestamp.slice(0, 10);
        reply.header('content-disposition', attachment(`roomshot-metrics-${day}.${format}`));
        if (format === 'csv') return reply.type('text/csv; charset=utf-8').send(seriesToCsv(series));
        return reply
          .type('application/json; charset=utf-8')
          .send(JSON.stringify({ summary: await metrics.summary(hours), series }));
      },
    );
  };
