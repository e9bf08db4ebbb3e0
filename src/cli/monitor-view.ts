import { styleText } from 'node:util';
import type { DurationStatistics } from '../platform/metrics/duration-histogram.ts';
import { numberText, sizeText } from '../records/wording/amount-text.ts';
import { makeVisible } from '../records/wording/visible-text.ts';
import type { MonitorReading, ServerAway, ServerUp } from './monitor-reading.ts';

export interface MonitorLook {
  /** Characters on a line. */
  columns: number;
  colour: boolean;
  /** The time since when the server is unreachable or back, if that changed during the session. */
  changedAt?: string | undefined;
}

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green';
type Paint = (style: Style, text: string) => string;

/** The limits of warnings. docs/metrics.md explains what to do. */
const OLD_TASK_SECONDS = 300;
const SCARCE_DISK_MB = 1000;
const SLOW_EVENT_LOOP_MS = 200;
const LABEL_WIDTH = 13;
const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Formats a reading as lines of text. A `!` marks problems, so that colour is not needed to see them. */
export function viewMonitor(reading: MonitorReading, look: MonitorLook): string[] {
  const paint: Paint = (style, text) =>
    look.colour ? styleText(style, text, { validateStream: false }) : text;
  return reading.state === 'up' ? viewServer(reading, look, paint) : viewAbsence(reading, look, paint);
}

function viewAbsence(
  { time, state, reason }: ServerAway,
  { columns, changedAt }: MonitorLook,
  paint: Paint,
): string[] {
  return [
    headline('Roomshot', clockOf(time), columns, paint),
    '',
    paint(
      'red',
      `! The server ${state === 'away' ? 'is away' : 'refuses to answer'}${changedAt ? ` since ${clockOf(changedAt)}` : ''}.`,
    ),
    ...wrapped(reason, columns - 2).map((line) => `  ${line}`),
  ];
}

function viewServer(reading: ServerUp, { columns, changedAt }: MonitorLook, paint: Paint): string[] {
  const { summary, address, time } = reading;
  const title = `Roomshot at ${address}, up ${durationText(summary.uptime_seconds)}`;
  const row = (label: string, text: string, alarm = false) =>
    alarm
      ? paint('red', `! ${label.padEnd(LABEL_WIDTH - 2)}${text}`)
      : paint('bold', label.padEnd(LABEL_WIDTH)) + text;
  return [
    headline(title, clockOf(time), columns, paint),
    changedAt ? paint('green', `The server is back since ${clockOf(changedAt)}.`) : '',
    ...cacheRows(summary, row, columns),
    ...workRows(reading, row, columns),
    ...systemRows(summary, row),
    '',
    ...latencyRows(summary, paint),
    '',
    ...failureRows(reading, columns, paint),
  ];
}

type Row = (label: string, text: string, alarm?: boolean) => string;

function cacheRows({ cache }: ServerUp['summary'], row: Row, columns: number): string[] {
  const { memory_hits, disk_hits, cache_misses, total_requests: lookups } = cache;
  const share = (count: number) => `${lookups === 0 ? 0 : Math.round((100 * count) / lookups)} %`;
  const tiers = `memory ${share(memory_hits)}, disk ${share(disk_hits)}, rendered ${share(cache_misses)}`;
  const rate = lookups === 0 ? 'not used in the last hour' : `${cache.hit_rate_percent.toFixed(1)} %`;
  const hits = bar([memory_hits, disk_hits], lookups, Math.min(20, columns - 59));
  const memory = `${sizeOf(cache.memory_used_mb)} of ${sizeOf(cache.memory_limit_mb)} in memory`;
  return [
    row('Cache hits', lookups === 0 ? rate : `${rate} ${hits} ${tiers}`),
    row('', `${memory}, ${numberText(cache.cache_evictions)} evicted; ${sizeOf(cache.disk_used_mb)} on disk`),
  ];
}

function workRows({ summary, minutes }: ServerUp, row: Row, columns: number): string[] {
  const { queue, render_processes: render, pdf_generation: generation } = summary;
  const made = minutes.map((minute) => minute.generations_cached + minute.generations_rendered);
  const full = made.slice(0, -1);
  const oldest = queue.oldest_task_age_seconds;
  const waiting = `${numberText(queue.depth)} waiting, ${queue.running} running`;
  const failed = generation.failed_count;
  return [
    row(
      'Queue',
      oldest === 0 ? waiting : `${waiting}, the oldest for ${durationText(oldest)}`,
      oldest > OLD_TASK_SECONDS,
    ),
    row(
      'Snapshots',
      `${numberText(full.at(-1) ?? 0)} in the last full minute  ${sparkline(full, columns - 46)}`,
    ),
    row('', `${numberText(generation.total_generations)} in the last hour, ${numberText(failed)} failed`),
    row(
      'Renderers',
      `${render.count} of ${render.limit} processes, ${render.busy} busy, ${render.queued} waiting, ` +
        `${sizeOf(render.memory_mb)}, ${render.recycled} replaced`,
    ),
  ];
}

function systemRows({ memory, event_loop: loop, disk, database }: ServerUp['summary'], row: Row): string[] {
  const stored = `files ${sizeOf(disk.blobs_mb)}, database ${sizeOf(database.size_mb)}`;
  const { delay_p50_ms: usual, delay_p99_ms: worst } = loop;
  const late = `timers late by ${milliseconds(usual)} ms (median), ${milliseconds(worst)} ms (p99)`;
  return [
    row('Memory', `${sizeOf(memory.rss_mb)}, of which heap ${sizeOf(memory.heap_used_mb)}`),
    row('Event loop', late, worst > SLOW_EVENT_LOOP_MS),
    row('Disk', `${stored}, free ${sizeOf(disk.free_mb)}`, disk.free_mb < SCARCE_DISK_MB),
  ];
}

function latencyRows(
  { api_performance: api, pdf_generation: made }: ServerUp['summary'],
  paint: Paint,
): string[] {
  const heading = ['last hour, ms', 'count', 'median', 'p95', 'p99', 'max'];
  const rows: [string, DurationStatistics | undefined][] = [
    ['Requests', api.statistics],
    ['Snapshots', made.statistics],
    ['  from memory', made.by_source.memory],
    ['  from disk', made.by_source.disk],
    ['  rendered', made.by_source.rendered],
  ];
  const line = ([name = '', ...cells]: string[]) =>
    (name.padEnd(16) + cells.map((cell) => cell.padStart(11)).join('')).trimEnd();
  const cells = ({ count, ...times }: DurationStatistics) =>
    count === 0
      ? ['0', '', '', '', '']
      : [numberText(count), ...[times.median, times.p95, times.p99, times.max].map(milliseconds)];
  return [
    paint('dim', line(heading)),
    ...rows.flatMap(([name, times]) => (times ? [line([name, ...cells(times)])] : [])),
  ];
}

function failureRows({ recent_failures: failures }: ServerUp, columns: number, paint: Paint): string[] {
  if (failures.length === 0) return ['No snapshot has failed.'];
  return [
    paint('bold', 'Failed last'),
    ...failures.map(({ completed_at, created_at, task_type, room_title, error }) => {
      const when = (completed_at ?? created_at).slice(0, 16).replace('T', ' ');
      const type = task_type.replace('generate_', '');
      const text = `${when}  ${type}  ${room_title}: ${error ?? 'no reason was recorded'}`;
      return shorten(makeVisible(text, () => true).replaceAll('\n', ' '), columns);
    }),
  ];
}

function headline(left: string, right: string, columns: number, paint: Paint): string {
  const room = columns - right.length - 1;
  return `${paint('bold', shorten(left, room).padEnd(room))} ${right}`;
}

/** Parts of a whole side by side, the first darkest; empty if there is no room for it. */
function bar(parts: [number, number], whole: number, width: number): string {
  if (width < 8) return '';
  const [first, both] = [parts[0], parts[0] + parts[1]].map((sum) => Math.round((sum / whole) * width));
  return '█'.repeat(first ?? 0) + '▒'.repeat((both ?? 0) - (first ?? 0)) + '·'.repeat(width - (both ?? 0));
}

/** Draws the newest values that fit. A full block is the highest of them. */
function sparkline(values: number[], width: number): string {
  const shown = values.slice(-Math.max(1, width));
  const top = Math.max(...shown, 1);
  const block = (value: number) => BLOCKS[Math.ceil((value / top) * (BLOCKS.length - 1))] ?? '';
  return shown.map(block).join('');
}

const sizeOf = (megabytes: number): string =>
  megabytes < 1000 ? sizeText(Math.round(megabytes * 1_000_000)) : `${(megabytes / 1000).toFixed(1)} GB`;

const milliseconds = (value: number): string =>
  value < 10 ? value.toFixed(1) : numberText(Math.round(value));

function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const hours = Math.floor(whole / 3600);
  return hours < 48 ? `${hours} h ${Math.floor((whole % 3600) / 60)} min` : `${Math.floor(hours / 24)} days`;
}

/** Local time, as the operator's watch shows it. */
const clockOf = (time: string): string => new Date(time).toTimeString().slice(0, 8);

const shorten = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length + 1 > width && line !== '') lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
