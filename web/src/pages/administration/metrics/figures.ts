import type { Figure } from '../../../components/figure-list.tsx';
import { measureText, megabytesText, numberText } from '../../../components/number-text.ts';
import type { Summary } from './metrics-query.ts';

/** The numbers that say at a glance how the server does. */
export function figuresOf(summary: Summary): Figure[] {
  const { pdf_generation: made, api_performance: answered, cache, queue } = summary;
  return [
    {
      label: 'Snapshots completed',
      value: numberText(made.total_generations),
      meaning: `${numberText(made.cached_count)} cached, ${numberText(made.generated_count)} rendered, ${numberText(made.failed_count)} failed`,
      whenBad: 'The reasons of failures stand below; the log has a line with the cause of each.',
    },
    {
      label: 'Time to make one (p95)',
      value: measureText(made.statistics.count ? made.statistics.p95 : null, 'ms'),
      meaning: `Median ${measureText(made.statistics.median, 'ms')}, p99 ${measureText(made.statistics.p99, 'ms')}`,
      whenBad:
        'Allow more render processes if the machine has idle cores; look for rooms that are very large.',
    },
    {
      label: 'Time of requests (p95)',
      value: measureText(answered.statistics.count ? answered.statistics.p95 : null, 'ms'),
      meaning: `Of ${numberText(answered.total_requests)}; median ${measureText(answered.statistics.median, 'ms')}, p99 ${measureText(answered.statistics.p99, 'ms')}`,
      whenBad: 'Look at the slowest routes below, at the database and at the delay of the event loop.',
    },
    {
      label: 'Cache hit rate',
      value: measureText(cache.total_requests ? cache.hit_rate_percent : null, '%'),
      meaning: `${numberText(cache.memory_hits)} from memory, ${numberText(cache.disk_hits)} from disk, ${numberText(cache.cache_misses)} missed, ${numberText(cache.cache_evictions)} evicted`,
      whenBad: 'Many evictions: give the cache more memory. Many misses are normal while rooms change.',
    },
    {
      label: 'Queue now',
      value: numberText(queue.depth),
      meaning: describeQueue(queue),
      whenBad: 'Growing: allow more render processes or add a server. One that is old: look at the tasks.',
    },
    ...resourcesOf(summary),
  ];
}

const describeQueue = ({ depth, running, oldest_task_age_seconds: age }: Summary['queue']): string =>
  depth + running === 0
    ? 'Nothing waits or runs'
    : `waiting, ${numberText(running)} running; the oldest is ${measureText(age, 's')} old`;

function resourcesOf({
  memory,
  render_processes: renderers,
  disk,
  database,
  event_loop: loop,
}: Summary): Figure[] {
  return [
    {
      label: 'Memory now',
      value: megabytesText(memory.rss_mb),
      meaning: `of this process; ${numberText(renderers.count)} of ${numberText(renderers.limit)} render processes take ${megabytesText(renderers.memory_mb)}`,
      whenBad: 'Growing over days: report it, with an export of the metrics.',
    },
    {
      label: 'Disk free',
      value: megabytesText(disk.free_mb),
      meaning: `Files take ${megabytesText(disk.blobs_mb)}, the database ${megabytesText(database.size_mb)}`,
      whenBad:
        'Run the clean-up, shorten the retention of rooms, or give the server a larger disk. Below 64 MB additions are refused.',
    },
    {
      label: 'Event-loop delay (p99)',
      value: measureText(loop.delay_p99_ms, 'ms'),
      meaning: `Median ${measureText(loop.delay_p50_ms, 'ms')}; the database answers in ${measureText(database.latency_ms, 'ms')}`,
      whenBad:
        'Above 200 ms the machine is too small or swaps. A database above 50 ms: its disk or server is busy.',
    },
  ];
}
