import type { Figure } from '../../../components/figure-list.tsx';
import { measureText, megabytesText, numberText } from '../../../components/number-text.ts';
import type { Summary } from './metrics-query.ts';

/** Returns the most important numbers of a server. */
export function figuresOf(summary: Summary): Figure[] {
  const { pdf_generation: made, api_performance: requests, cache, queue } = summary;
  return [
    {
      label: 'Snapshots completed',
      value: numberText(made.total_generations),
      meaning: `${numberText(made.cached_count)} cached, ${numberText(made.generated_count)} rendered, ${numberText(made.failed_count)} failed`,
      whenBad: 'The reasons of the failures are below. The log has a line with each cause.',
    },
    {
      label: 'Time per snapshot (p95)',
      value: measureText(made.statistics.count ? made.statistics.p95 : null, 'ms'),
      meaning: `Median ${measureText(made.statistics.median, 'ms')}, p99 ${measureText(made.statistics.p99, 'ms')}`,
      whenBad: 'If the machine has idle cores, allow more render processes. Look for very large rooms.',
    },
    {
      label: 'Time per request (p95)',
      value: measureText(requests.statistics.count ? requests.statistics.p95 : null, 'ms'),
      meaning: `Of ${numberText(requests.total_requests)}; median ${measureText(requests.statistics.median, 'ms')}, p99 ${measureText(requests.statistics.p99, 'ms')}`,
      whenBad: 'Check the slowest routes below, the database, and the delay of the event loop.',
    },
    {
      label: 'Cache hit rate',
      value: measureText(cache.total_requests ? cache.hit_rate_percent : null, '%'),
      meaning: `${numberText(cache.memory_hits)} from memory, ${numberText(cache.disk_hits)} from disk, ${numberText(cache.cache_misses)} not found, ${numberText(cache.cache_evictions)} evicted`,
      whenBad:
        'If there are many evictions, give the cache more memory. A low rate is normal while rooms change.',
    },
    {
      label: 'Queue now',
      value: numberText(queue.depth),
      meaning: describeQueue(queue),
      whenBad:
        'If the queue grows, allow more render processes or add a server. If one task is old, check the tasks.',
    },
    ...resourcesOf(summary),
  ];
}

const describeQueue = ({ depth, running, oldest_task_age_seconds: age }: Summary['queue']): string =>
  depth + running === 0
    ? 'No task is waiting or running'
    : `waiting, ${numberText(running)} running; the oldest task is ${measureText(age, 's')} old`;

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
      meaning: `of this process; ${numberText(renderers.count)} of ${numberText(renderers.limit)} render processes use ${megabytesText(renderers.memory_mb)}`,
      whenBad: 'If it grows over days, report a bug with an export of the metrics.',
    },
    {
      label: 'Disk free',
      value: megabytesText(disk.free_mb),
      meaning: `Files use ${megabytesText(disk.blobs_mb)}, the database uses ${megabytesText(database.size_mb)}`,
      whenBad:
        'Run the clean-up, shorten the retention period of rooms, or add disk space. Below 64 MB, the server rejects new data.',
    },
    {
      label: 'Event-loop delay (p99)',
      value: measureText(loop.delay_p99_ms, 'ms'),
      meaning: `Median ${measureText(loop.delay_p50_ms, 'ms')}; the database responds in ${measureText(database.latency_ms, 'ms')}`,
      whenBad:
        'Above 200 ms, the machine is too small or swaps. If the database takes more than 50 ms, its disk or server is busy.',
    },
  ];
}
