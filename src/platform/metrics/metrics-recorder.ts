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

/** One answered request. `route` is the pattern and not the path, because labels must have few values. */
export interface RequestSample {
  method: string;
  route: string;
  status: number;
  durationMs: number;
}

/** One completed snapshot. `source` is the tier that had its edition, or `rendered`. */
export interface GenerationSample {
  type: string;
  source: 'memory' | 'disk' | 'rendered';
  /** Milliseconds from the start of the attempt to the completion of the task. */
  durationMs: number;
  /** Milliseconds from the request to the start of the first attempt; unknown for a later attempt. */
  waitMs: number | null;
}

/** One failed snapshot. */
export interface FailureSample {
  type: string;
  /** A stable code. */
  reason: string;
}

/** The counters of other modules, since the process started. */
export interface Counters {
  memoryHits: number;
  diskHits: number;
  misses: number;
  evictions: number;
  renderRestarts: number;
}

/** Receives samples. */
export interface MetricsSink {
  request(sample: RequestSample): void;
  generation(sample: GenerationSample): void;
  failure(sample: FailureSample): void;
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
/** The limits of what is kept while the database is unreachable. The oldest samples are dropped. */
const MAX_MINUTES = 60;
const MAX_GENERATIONS = 100_000;

interface RequestSeries extends Pick<RequestSample, 'method' | 'route' | 'status'> {
  histogram: DurationHistogram;
  changed: boolean;
}

interface Minute {
  at: number;
  /** The process id of its rows in the database. */
  process: string;
  requests: Map<string, RequestSeries>;
  /** Undefined until the first flush in this minute. */
  sample?: MinuteRow;
}

/**
 * Records the samples of this process: in memory for a few seconds, then in the database. Recording takes microseconds,
 * because it only adds to a histogram.
 */
export class MetricsRecorder implements MetricsSink {
  readonly #options: MetricsRecorderOptions;
  readonly #minutes = new Set<Minute>();
  readonly #timer: NodeJS.Timeout;
  #process = newId();
  #current: Minute | undefined;
  #generations: GenerationRow[] = [];
  #counted: Counters = { memoryHits: 0, diskHits: 0, misses: 0, evictions: 0, renderRestarts: 0 };
  #writing = Promise.resolve();

  constructor(options: MetricsRecorderOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.flush(), FLUSH_MS).unref();
  }

  request({ method, route, status, durationMs }: RequestSample): void {
    const { requests } = this.#currentMinute();
    const key = `${method} ${status} ${route}`;
    let series = requests.get(key);
    if (!series) {
      series = { method, route, status, histogram: emptyHistogram(), changed: true };
      requests.set(key, series);
    }
    series.changed = true;
    addDuration(series.histogram, durationMs);
  }

  generation({ type, source, durationMs, waitMs }: GenerationSample): void {
    this.#keep({ type, source, failure: null, duration_ms: durationMs, wait_ms: waitMs });
  }

  failure({ type, reason }: FailureSample): void {
    this.#keep({ type, source: null, failure: reason, duration_ms: null, wait_ms: null });
  }

  /** Writes the samples. If that fails, they are kept for the next time. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write()).catch(this.#options.onError);
    return this.#writing;
  }

  /** Writes the remaining events and stops. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
    this.#options.eventLoop.stop();
  }

  #keep(row: Omit<GenerationRow, 'id' | 'at'>): void {
    this.#generations.push({ id: newId(), at: this.#options.clock().toISOString(), ...row });
    if (this.#generations.length > MAX_GENERATIONS) this.#generations.shift();
  }

  #currentMinute(): Minute {
    const at = Math.floor(this.#options.clock().getTime() / MINUTE_MS) * MINUTE_MS;
    const last = this.#current;
    if (last?.at === at) return last;
    if (last) this.#options.eventLoop.rotate();
    // If the clock was set back, the same minute comes twice. The rows of the first one must not be replaced.
    if (last && at < last.at) this.#process = newId();
    const minute = { at, process: this.#process, requests: new Map() };
    this.#current = minute;
    this.#minutes.add(minute);
    for (const old of [...this.#minutes].slice(0, -MAX_MINUTES)) this.#minutes.delete(old);
    return minute;
  }

  async #write(): Promise<void> {
    const sampled = this.#currentMinute();
    const isNews = await this.#takeSample(sampled);
    for (const minute of this.#minutes) {
      await this.#writeMinute(minute, isNews || minute !== sampled);
      if (minute !== sampled && minute !== this.#current) this.#minutes.delete(minute);
    }
    if (this.#generations.length === 0) return;
    const batch = new Set(this.#generations);
    await saveGenerations(this.#options.database.query, [...batch]);
    this.#generations = this.#generations.filter((row) => !batch.has(row));
  }

  /** Returns whether the sample must be written before the minute ends. */
  async #takeSample(minute: Minute): Promise<boolean> {
    const { database, eventLoop, readCounters } = this.#options;
    const now = readCounters();
    const counts = minusCounters(now, this.#counted);
    const { pending } = await readQueue(database.query);
    const { rss } = process.memoryUsage();
    const isNews = !minute.sample || pending > 0 || Object.values(counts).some((count) => count > 0);
    minute.sample = addSample(minute.sample ?? emptySample(minute), counts, {
      queue_depth: pending,
      memory_rss_bytes: rss,
      event_loop_delay_p99_ms: eventLoop.read().p99,
    });
    this.#counted = now;
    return isNews;
  }

  async #writeMinute(minute: Minute, withSample: boolean): Promise<void> {
    const { query } = this.#options.database;
    const changed = [...minute.requests.values()].filter((series) => series.changed);
    const rows = changed.map((series) => toRow(series, minute));
    for (const series of changed) series.changed = false;
    try {
      if (rows.length > 0) await saveRequests(query, rows);
      if (minute.sample && withSample) await saveMinutes(query, [minute.sample]);
    } catch (error) {
      for (const series of changed) series.changed = true;
      throw error;
    }
  }
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
