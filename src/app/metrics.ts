import type { Logger } from 'pino';
import { VERSION } from '../platform/kernel/version.ts';
import { createEventLoopMonitor } from '../platform/metrics/event-loop-delay.ts';
import { MetricsRecorder, type MetricsSink } from '../platform/metrics/metrics-recorder.ts';
import { type MetricsSeries, readMetricsSeries } from '../platform/metrics/metrics-series.ts';
import { type MetricsSummary, summariseMetrics } from '../platform/metrics/metrics-summary.ts';
import { createPrometheusMetrics, type PrometheusMetrics } from '../platform/metrics/prometheus.ts';
import { createStorageMeter } from '../platform/metrics/storage-meter.ts';
import { measureStoredBytes } from '../platform/metrics/stored-bytes-store.ts';
import { readSystemState, type SystemParts } from './system-state.ts';

/** Records metrics and reads them. */
export interface Metrics {
  readonly record: MetricsSink;
  readonly prometheus: PrometheusMetrics;
  summary(hours: number): Promise<MetricsSummary>;
  /** @throws AppError `too_many_points` */
  series(hours: number, step?: number): Promise<MetricsSeries>;
  /** Writes all recorded values to the database. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

type MetricsParts = Omit<SystemParts, 'eventLoop' | 'storage'> & { log: Pick<Logger, 'error'> };

/** Starts recording. */
export function openMetrics({ log, ...parts }: MetricsParts): Metrics {
  const { database, editions, pool, clock } = parts;
  const eventLoop = createEventLoopMonitor();
  const readCounters = () => ({ ...editions.statistics(), renderRestarts: pool.stats().restarts });
  const storage = createStorageMeter({
    measure: () => measureStoredBytes(database.long.query),
    now: () => performance.now(),
    onError: (err) => log.error({ err }, 'the stored bytes could not be measured'),
  });
  const readSystem = () => readSystemState({ ...parts, eventLoop, storage });
  const recorder = new MetricsRecorder({
    database,
    clock,
    eventLoop,
    readCounters,
    onError: (err) => log.error({ err }, 'metrics could not be written'),
  });
  const prometheus = createPrometheusMetrics({
    version: VERSION,
    readCounters,
    readSystem,
    onError: (err) => log.error({ err }, 'metrics could not be read'),
  });
  return {
    record: toBoth(recorder, prometheus),
    prometheus,
    async summary(hours) {
      await recorder.flush();
      return summariseMetrics(database.query, await readSystem(), { hours, at: clock() });
    },
    async series(hours, step) {
      await recorder.flush();
      return readMetricsSeries(database.query, { hours, step, at: clock() });
    },
    flush: () => recorder.flush(),
    close: () => recorder.close(),
  };
}

const toBoth = (one: MetricsSink, other: MetricsSink): MetricsSink => ({
  request(sample) {
    one.request(sample);
    other.request(sample);
  },
  generation(sample) {
    one.generation(sample);
    other.generation(sample);
  },
  failure(sample) {
    one.failure(sample);
    other.failure(sample);
  },
});
