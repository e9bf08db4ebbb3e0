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
  /** Counts are stacked bars. Measures and percentages are lines. */
  kind: 'count' | 'measure' | 'percent';
  meaning: string;
  whenBad: string;
  lines: readonly PlotLine[];
}

/** The plots, with their meaning and the advice for bad values. */
export const PLOTS: readonly PlotDescription[] = [
  {
    title: 'Snapshots made',
    unit: '',
    kind: 'count',
    meaning:
      'Snapshots in each step: completed with a cached edition, completed with a new edition, or failed.',
    whenBad:
      'Few cached editions are normal while rooms change. The log has a line with the cause of each failure.',
    lines: [
      { label: 'Cached', colour: 'sea', field: 'generations_cached' },
      { label: 'Rendered', colour: 'amber', field: 'generations_rendered' },
      { label: 'Failed', colour: 'red', field: 'generations_failed' },
    ],
  },
  {
    title: 'Time per snapshot',
    unit: 'ms',
    kind: 'measure',
    meaning:
      'From the start of the task to its end. Half of the snapshots are faster than the median, 95 % are faster than p95.',
    whenBad:
      'Rooms are large, or all render processes are busy: allow more of them. If cached editions are slow too, the disk or the database is slow.',
    lines: [
      { label: 'Median', colour: 'sea', field: 'generation_p50_ms' },
      { label: 'p95', colour: 'amber', field: 'generation_p95_ms' },
    ],
  },
  {
    title: 'Time per request',
    unit: 'ms',
    kind: 'measure',
    meaning:
      'From the request to the response. Half of the requests are faster than the median, 95 % are faster than p95.',
    whenBad: 'Compare with the delay of the event loop and of the database. The slowest routes are below.',
    lines: [
      { label: 'Median', colour: 'sea', field: 'request_p50_ms' },
      { label: 'p95', colour: 'amber', field: 'request_p95_ms' },
    ],
  },
  {
    title: 'Rejections and errors',
    unit: '',
    kind: 'count',
    meaning:
      'Responses with status 400 to 499, for which the client is responsible, and 500 or higher, when the server failed.',
    whenBad:
      'The log has the cause of each error. Many responses with 401 or 403 can be an attempted break-in.',
    lines: [
      { label: 'Errors (5xx)', colour: 'red', field: 'request_errors' },
      { label: 'Rejections (4xx)', colour: 'amber', field: 'requests_refused' },
    ],
  },
  {
    title: 'Cache hit rate',
    unit: '%',
    kind: 'percent',
    meaning: 'The share of the needed editions that were in memory, and that were in memory or on the disk.',
    whenBad:
      'If many editions come from the disk and there are evictions, give the cache more memory. A low rate is normal while rooms change.',
    lines: [
      { label: 'Memory or disk', colour: 'violet', field: 'cache_hit_rate_percent' },
      { label: 'Memory', colour: 'sea', field: 'cache_memory_hit_rate_percent' },
    ],
  },
  {
    title: 'Waiting tasks',
    unit: '',
    kind: 'measure',
    meaning: 'The maximum of waiting tasks in each step.',
    whenBad:
      'If the number grows, allow more render processes or add a server. If it is constant, a task may hang: check the tasks.',
    lines: [{ label: 'Waiting', colour: 'violet', field: 'queue_depth' }],
  },
  {
    title: 'Memory',
    unit: 'MB',
    kind: 'measure',
    meaning:
      'The resident memory of the largest server process, in millions of bytes. Render processes are not included.',
    whenBad: 'If it grows for days without a limit, report a bug with an export of the metrics.',
    lines: [{ label: 'Resident', colour: 'sea', field: 'memory_rss_mb' }],
  },
  {
    title: 'Event-loop delay',
    unit: 'ms',
    kind: 'measure',
    meaning: 'The delay before the process runs a due task: the 99th percentile of the slowest process.',
    whenBad: 'Above 200 ms, the machine is too small for its work, or it swaps.',
    lines: [{ label: 'p99', colour: 'amber', field: 'event_loop_delay_p99_ms' }],
  },
];
