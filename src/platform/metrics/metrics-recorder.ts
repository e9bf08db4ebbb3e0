import type { Database } from '../db/database.ts';
import type { Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { addDuration, type DurationHistogram, emptyHistogram } from './duration-histogram.ts';
import type { EventLoopMonitor } from './event-loop-delay.ts';
import {
  type GenerationRow,
  type MinuteRow,
  type RequestRow,
  readQueue,
  saveGenerations,
  saveMinutes,
  saveRequests,
} from './metrics-store.ts';

/** One answered request. `route` is the pattern, never the path: ids in labels have no bounds. */
export interface RequestSample {
  method: string;
  route: string;
  status: number;
  durationMs: number;
}

/** One snapshot that was made: from which tier its edition came, or that it was rendered. */
export interface GenerationSample {
  type: string;
  source: 'memory' | 'disk' | 'rendered';
  /** From a worker's taking the task to its completion, milliseconds. */
  durationMs: number;
  /** From the request to a worker's taking the task, milliseconds; unknown for a task that was taken before. */
  waitMs: number | null;
}

/** One snapshot that was given up. */
export interface FailureSample {
  type: string;
  /** A stable code. */
  reason: string;
}

/** Counters of other parts, since the process started. */
export interface Counters {
  memoryHits: number;
  diskHits: number;
  misses: number;
  evictions: number;
  renderRestarts: number;
}

/** Is told what happens. */
export interface MetricsSink {
  request(sample: RequestSample): void;
  generation(sample: GenerationSample): void;
  failure(sample: FailureSample): void;
}

/** What happens in this process, kept in memory for a few seconds and then in the database. */
export interface MetricsRecorder extends MetricsSink {
  /** Writes what was recorded up to now. What cannot be written is kept for the next time. */
  flush(): Promise<void>;
  /** Writes once more and ends. */
  close(): Promise<void>;
}

interface MetricsRecorderOptions {
  database: Pick<Database, 'query'>;
  clock: Clock;
  eventLoop: EventLoopMonitor;
  readCounters(): Counters;
  onError(error: unknown): void;
}

const FLUSH_MS = 5000;
const MINUTE_MS = 60_000;
/** Without a database so much is kept, and then the oldest forgotten. */
const MAX_MINUTES = 60;
const MAX_GENERATIONS = 100_000;

interface RequestSeries extends Pick<RequestSample, 'method' | 'route' | 'status'> {
  histogram: DurationHistogram;
  changed: boolean;
}

interface Minute {
  at: number;
  /** Whose it is in the database. */
  process: string;
  requests: Map<string, RequestSeries>;
  /** Absent until the first flush in this minute. */
  sample?: MinuteRow;
}

/** Recording takes microseconds: it adds to a histogram in memory. */
export function createMetricsRecorder(options: MetricsRecorderOptions): MetricsRecorder {
  const { database, clock, eventLoop, readCounters, onError } = options;
  const minutes = new Set<Minute>();
  let process = newId();
  let current: Minute | undefined;
  let generations: GenerationRow[] = [];
  let counted: Counters = { memoryHits: 0, diskHits: 0, misses: 0, evictions: 0, renderRestarts: 0 };
  let writing = Promise.resolve();

  /** Returns the current minute. */
  function currentMinute(): Minute {
    const at = Math.floor(clock().getTime() / MINUTE_MS) * MINUTE_MS;
    if (current?.at === at) return current;
    if (current) eventLoop.rotate();
    // A minute that comes again, after the clock was set back, must not replace what is written of the first one.
    if (current && at < current.at) process = newId();
    current = { at, process, requests: new Map() };
    minutes.add(current);
    for (const old of [...minutes].slice(0, -MAX_MINUTES)) minutes.delete(old);
    return current;
  }

  const keep = (row: Omit<GenerationRow, 'id' | 'at'>): void => {
    generations.push({ id: newId(), at: clock().toISOString(), ...row });
    if (generations.length > MAX_GENERATIONS) generations.shift();
  };

  /** Returns whether it holds something that must not wait for the end of the minute. */
  async function takeSample(minute: Minute): Promise<boolean> {
    const now = readCounters();
    const counts = minusCounters(now, counted);
    const { pending } = await readQueue(database.query);
    const { rss } = globalThis.process.memoryUsage();
    const isNews = !minute.sample || pending > 0 || Object.values(counts).some((count) => count > 0);
    minute.sample = addSample(minute.sample ?? emptySample(minute), counts, {
      queue_depth: pending,
      memory_rss_bytes: rss,
      event_loop_delay_p99_ms: eventLoop.read().p99,
    });
    counted = now;
    return isNews;
  }

  async function write(): Promise<void> {
    const { query } = database;
    const sampled = currentMinute();
    const isNews = await takeSample(sampled);
    for (const minute of minutes) {
      const changed = [...minute.requests.values()].filter((series) => series.changed);
      const rows = changed.map((series) => toRow(series, minute));
      for (const series of changed) series.changed = false;
      try {
        if (rows.length > 0) await saveRequests(query, rows);
        if (minute.sample && (isNews || minute !== sampled)) await saveMinutes(query, [minute.sample]);
      } catch (error) {
        for (const series of changed) series.changed = true;
        throw error;
      }
      if (minute !== sampled && minute !== current) minutes.delete(minute);
    }
    if (generations.length === 0) return;
    const batch = new Set(generations);
    await saveGenerations(query, [...batch]);
    generations = generations.filter((row) => !batch.has(row));
  }

  const flush = (): Promise<void> => {
    writing = writing.then(write).catch(onError);
    return writing;
  };
  const timer = setInterval(flush, FLUSH_MS).unref();

  return {
    request({ method, route, status, durationMs }) {
      const { requests } = currentMinute();
      const key = `${method} ${status} ${route}`;
      let series = requests.get(key);
      if (!series) {
        series = { method, route, status, histogram: emptyHistogram(), changed: true };
        requests.set(key, series);
      }
      series.changed = true;
      addDuration(series.histogram, durationMs);
    },
    generation: ({ type, source, durationMs, waitMs }) =>
      keep({ type, source, failure: null, duration_ms: durationMs, wait_ms: waitMs }),
    failure: ({ type, reason }) =>
      keep({ type, source: null, failure: reason, duration_ms: null, wait_ms: null }),
    flush,
    async close() {
      clearInterval(timer);
      await flush();
      eventLoop.stop();
    },
  };
}

function toRow({ method, route, status, histogram }: RequestSeries, { at, process }: Minute): RequestRow {
  const { count, sum, min, max, buckets } = histogram;
  return {
    minute: new Date(at).toISOString(),
    process,
    method,
    route,
    status,
    count,
    sum_ms: sum,
    min_ms: min,
    max_ms: max,
    buckets: [...buckets.keys()],
    bucket_counts: [...buckets.values()],
  };
}

const emptySample = ({ at, process }: Minute): MinuteRow => ({
  minute: new Date(at).toISOString(),
  process,
  cache_memory_hits: 0,
  cache_disk_hits: 0,
  cache_misses: 0,
  cache_evictions: 0,
  render_restarts: 0,
  queue_depth: 0,
  memory_rss_bytes: 0,
  event_loop_delay_p99_ms: 0,
});

const minusCounters = (now: Counters, before: Counters): Counters => ({
  memoryHits: now.memoryHits - before.memoryHits,
  diskHits: now.diskHits - before.diskHits,
  misses: now.misses - before.misses,
  evictions: now.evictions - before.evictions,
  renderRestarts: now.renderRestarts - before.renderRestarts,
});

type Measured = Pick<MinuteRow, 'queue_depth' | 'memory_rss_bytes' | 'event_loop_delay_p99_ms'>;

/** Adds a sample to a minute: counters are summed, gauges keep their worst value. */
function addSample(sample: MinuteRow, counts: Counters, measured: Measured): MinuteRow {
  return {
    ...sample,
    cache_memory_hits: sample.cache_memory_hits + counts.memoryHits,
    cache_disk_hits: sample.cache_disk_hits + counts.diskHits,
    cache_misses: sample.cache_misses + counts.misses,
    cache_evictions: sample.cache_evictions + counts.evictions,
    render_restarts: sample.render_restarts + counts.renderRestarts,
    queue_depth: Math.max(sample.queue_depth, measured.queue_depth),
    memory_rss_bytes: Math.max(sample.memory_rss_bytes, measured.memory_rss_bytes),
    event_loop_delay_p99_ms: Math.max(sample.event_loop_delay_p99_ms, measured.event_loop_delay_p99_ms),
  };
}
