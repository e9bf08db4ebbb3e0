import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '../app/config.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { type MonitorReading, readMonitor } from './monitor-reading.ts';
import { viewMonitor } from './monitor-view.ts';
import { openTerminalScreen } from './terminal-screen.ts';

export interface MonitorOptions {
  once?: boolean;
  json?: boolean;
  /** Seconds. */
  interval: string;
}

const PLAIN_COLUMNS = 80;
const MAX_INTERVAL_SECONDS = 3600;

/** Shows how the running server does, again and again until a signal comes, or once. */
export async function monitor(config: Pick<Config, 'dataFolder'>, options: MonitorOptions): Promise<void> {
  const intervalMs = readInterval(options.interval);
  if (options.once) return showOnce(config, options);
  const stopped = stopSignal();
  if (options.json || !process.stdout.isTTY) {
    for await (const reading of readings(config, intervalMs, stopped)) print(reading, options);
    return;
  }
  using screen = openTerminalScreen(process.stdout);
  let last: MonitorReading | undefined;
  let changedAt: string | undefined;
  const draw = () => {
    if (last) screen.show(viewMonitor(last, { ...lookOfTerminal(), changedAt }));
  };
  process.stdout.on('resize', draw);
  for await (const reading of readings(config, intervalMs, stopped)) {
    if (last && last.state !== reading.state) changedAt = reading.time;
    last = reading;
    draw();
  }
  process.stdout.off('resize', draw);
}

async function showOnce(config: Pick<Config, 'dataFolder'>, options: MonitorOptions): Promise<void> {
  const reading = await readMonitor(config);
  print(reading, options);
  if (reading.state !== 'up') process.exitCode = 1;
}

function print(reading: MonitorReading, { json }: MonitorOptions): void {
  const text = json ? JSON.stringify(reading) : `${viewMonitor(reading, lookOfTerminal()).join('\n')}\n`;
  process.stdout.write(`${text}\n`);
}

/** Node.js knows what NO_COLOR and FORCE_COLOR say. */
const lookOfTerminal = () => ({
  columns: process.stdout.columns ?? PLAIN_COLUMNS,
  colour: process.stdout.isTTY && process.stdout.hasColors(),
});

async function* readings(
  config: Pick<Config, 'dataFolder'>,
  intervalMs: number,
  stopped: AbortSignal,
): AsyncGenerator<MonitorReading> {
  while (!stopped.aborted) {
    const started = performance.now();
    const reading = await readMonitor(config, stopped);
    if (stopped.aborted) return;
    yield reading;
    const rest = Math.max(0, intervalMs - (performance.now() - started));
    await wait(rest, undefined, { signal: stopped }).catch(() => {});
  }
}

/** The signal of the end: Ctrl-C, a termination signal, or a closed output. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  process.stdout.once('error', stop);
  return stopping.signal;
}

/** @throws AppError `bad_usage` */
function readInterval(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= MAX_INTERVAL_SECONDS) return seconds * 1000;
  const message = `--interval must be a number of seconds, at most ${MAX_INTERVAL_SECONDS}.`;
  throw new AppError('invalid', 'bad_usage', message);
}
