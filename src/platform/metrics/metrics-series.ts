import type { Queryable } from '../db/database.ts';
import { AppError } from '../kernel/errors.ts';
import { statisticsOf } from './duration-histogram.ts';
import { readGenerationSlots, readProcessSlots, readRequestSlots } from './metrics-history-store.ts';
import { percent } from './metrics-summary.ts';

/** The steps in seconds. Each divides a day, so that points are at round times. */
const STEPS = [60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];
const MAX_DEFAULT_POINTS = 300;
const MAX_POINTS = 1500;

export type MetricsSeries = Awaited<ReturnType<typeof readMetricsSeries>>;

/**
 * Reads the metrics of the last hours in steps, the oldest first, including empty steps.
 * @param step in seconds, a multiple of 60. By default it gives about 300 points or less.
 * @throws AppError `too_many_points`
 */
export async function readMetricsSeries(
  db: Queryable,
  { hours, step = stepFor(hours), at }: { hours: number; step?: number | undefined; at: Date },
) {
  if ((hours * 3600) / step > MAX_POINTS) throw tooManyPoints(hours);
  const stepMs = step * 1000;
  const first = Math.floor((at.getTime() - hours * 3_600_000) / stepMs) * stepMs + stepMs;
  const since = new Date(first);
  const [generations, requests, processes] = await Promise.all([
    readGenerationSlots(db, since, step).then(bySlot),
    readRequestSlots(db, since, step).then(bySlot),
    readProcessSlots(db, since, step).then(bySlot),
  ]);
  const points = [];
  for (let time = first; time <= at.getTime(); time += stepMs) {
    points.push({
      time: new Date(time).toISOString(),
      ...describeGenerations(generations.get(time)),
      ...describeRequests(requests.get(time)),
      ...describeProcesses(processes.get(time)),
    });
  }
  return { timestamp: at.toISOString(), period_hours: hours, step_seconds: step, points };
}

const stepFor = (hours: number): number =>
  STEPS.find((step) => (hours * 3600) / step <= MAX_DEFAULT_POINTS) ?? 86_400;

const bySlot = <Row extends { slot: Date }>(rows: Row[]): Map<number, Row> =>
  new Map(rows.map((row) => [row.slot.getTime(), row]));

type Slot<Read extends (...parts: never[]) => Promise<unknown[]>> =
  | Awaited<ReturnType<Read>>[number]
  | undefined;

const describeGenerations = (slot: Slot<typeof readGenerationSlots>) => ({
  generations_cached: slot?.cached ?? 0,
  generations_rendered: slot?.rendered ?? 0,
  generations_failed: slot?.failed ?? 0,
  generation_p50_ms: round(slot?.p50),
  generation_p95_ms: round(slot?.p95),
});

function describeRequests(slot: Slot<typeof readRequestSlots>) {
  const statistics = slot && statisticsOf(slot.histogram);
  return {
    requests: statistics?.count ?? 0,
    requests_refused: slot?.refused ?? 0,
    request_errors: slot?.errors ?? 0,
    request_p50_ms: round(statistics?.median),
    request_p95_ms: round(statistics?.p95),
  };
}

function describeProcesses(slot: Slot<typeof readProcessSlots>) {
  const { memoryHits = 0, diskHits = 0, misses = 0, evictions = 0 } = slot ?? {};
  const lookups = memoryHits + diskHits + misses;
  const rate = (hits: number) => (lookups === 0 ? null : percent(hits, lookups));
  return {
    cache_memory_hits: memoryHits,
    cache_disk_hits: diskHits,
    cache_misses: misses,
    cache_evictions: evictions,
    cache_memory_hit_rate_percent: rate(memoryHits),
    cache_disk_hit_rate_percent: rate(diskHits),
    cache_hit_rate_percent: rate(memoryHits + diskHits),
    queue_depth: slot?.queueDepth ?? null,
    memory_rss_mb: round(slot && slot.memoryRss / 1_000_000),
    event_loop_delay_p99_ms: round(slot?.eventLoopDelayP99),
  };
}

/** Rounds a value. It is `null` if there is nothing to measure: a plot has a gap there, not a zero. */
const round = (value: number | null | undefined): number | null =>
  value == null ? null : Math.round(value * 1000) / 1000;

const tooManyPoints = (hours: number): AppError =>
  new AppError(
    'invalid',
    'too_many_points',
    `A series has at most ${MAX_POINTS} points. Choose a step of ${Math.ceil((hours * 3600) / MAX_POINTS / 60) * 60} seconds or more, or fewer hours.`,
  );
