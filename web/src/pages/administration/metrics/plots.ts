import type { PlotColour } from '../../../theme/plot-colours.ts';
import type { Point } from './metrics-query.ts';

export interface PlotLine {
  label: string;
  colour: PlotColour;
  field: Exclude<keyof Point, 'time'>;
}

export interface PlotDescription {
  title: string;
  unit: string;
  /** Counts are stacked on each other; measures are lines of their own. */
  kind: 'count' | 'measure' | 'percent';
  meaning: string;
  whenBad: string;
  lines: readonly PlotLine[];
}

/** What is plotted, what it means, and what to do about it. */
export const PLOTS: readonly PlotDescription[] = [
  {
    title: 'Snapshots made',
    unit: '',
    kind: 'count',
    meaning:
      'Completed snapshots in each step by whether their edition was there already, and those given up.',
    whenBad:
      'Few cached ones are normal while rooms change. For each failure the log has a line with its cause.',
    lines: [
      { label: 'Cached', colour: 'sea', field: 'generations_cached' },
      { label: 'Rendered', colour: 'amber', field: 'generations_rendered' },
      { label: 'Failed', colour: 'red', field: 'generations_failed' },
    ],
  },
  {
    title: 'Time to make a snapshot',
    unit: 'ms',
    kind: 'measure',
    meaning:
      'From a worker’s taking the task to its completion: half are faster than the median, 95 % than p95.',
    whenBad:
      'If rendering is slow, rooms are large or all render processes are busy: allow more of them. If cached ones are slow too, the disk or the database is.',
    lines: [
      { label: 'Median', colour: 'sea', field: 'generation_p50_ms' },
      { label: 'p95', colour: 'amber', field: 'generation_p95_ms' },
    ],
  },
  {
    title: 'Time of requests',
    unit: 'ms',
    kind: 'measure',
    meaning: 'How long the server took to answer: half are faster than the median, 95 % than p95.',
    whenBad: 'Compare with the delay of the event loop and the database; the slowest routes stand below.',
    lines: [
      { label: 'Median', colour: 'sea', field: 'request_p50_ms' },
      { label: 'p95', colour: 'amber', field: 'request_p95_ms' },
    ],
  },
  {
    title: 'Refusals and errors',
    unit: '',
    kind: 'count',
    meaning:
      'Answers of 400 to 499, where something was asked for wrongly, and of 500 and more, where the server failed.',
    whenBad:
      'Errors: the log has the cause of each. Refusals: 401 and 403 in numbers may be somebody who tries doors.',
    lines: [
      { label: 'Errors (5xx)', colour: 'red', field: 'request_errors' },
      { label: 'Refusals (4xx)', colour: 'amber', field: 'requests_refused' },
    ],
  },
  {
    title: 'Cache hit rate',
    unit: '%',
    kind: 'percent',
    meaning: 'Share of the editions looked up that were in memory, and that were in memory or on the disk.',
    whenBad:
      'Much from the disk, with evictions: give the cache more memory. Low is normal while rooms change.',
    lines: [
      { label: 'Memory or disk', colour: 'violet', field: 'cache_hit_rate_percent' },
      { label: 'Memory', colour: 'sea', field: 'cache_memory_hit_rate_percent' },
    ],
  },
  {
    title: 'Waiting tasks',
    unit: '',
    kind: 'measure',
    meaning: 'The most tasks that waited for a worker in each step.',
    whenBad:
      'Growing: allow more render processes or add a server. Old but not growing: one hangs, look at the tasks.',
    lines: [{ label: 'Waiting', colour: 'violet', field: 'queue_depth' }],
  },
  {
    title: 'Memory',
    unit: 'MB',
    kind: 'measure',
    meaning:
      'Resident memory of the largest server process, in millions of bytes. Render processes come on top.',
    whenBad: 'Growth over days that does not level off is a fault: report it, with an export of the metrics.',
    lines: [{ label: 'Resident', colour: 'sea', field: 'memory_rss_mb' }],
  },
  {
    title: 'Event-loop delay',
    unit: 'ms',
    kind: 'measure',
    meaning: 'How late the process came to what was due: the 99th percentile of the worst process.',
    whenBad: 'Above 200 ms the machine is too small for its work, or swaps.',
    lines: [{ label: 'p99', colour: 'amber', field: 'event_loop_delay_p99_ms' }],
  },
];
