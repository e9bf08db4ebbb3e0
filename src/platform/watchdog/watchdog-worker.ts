import { execFile } from 'node:child_process';
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import type { ServiceWatchdog } from './watchdog.ts';

// Counts its own ticks instead of reading a clock. While the whole process is suspended, nothing ticks.

const TICK_MS = 1000;
const STDERR = 2;
/** How many messages the service manager gets in the time after which it ends a silent service. */
const MESSAGES_PER_LIMIT = 3;
const MESSAGE_TIMEOUT_MS = 5000;

const { beats, maxSilenceSeconds, service } = workerData as {
  beats: Int32Array;
  maxSilenceSeconds: number;
  service: ServiceWatchdog | undefined;
};
let seen = 0;
let silentTicks = 0;
let ticksToMessage = 0;

setInterval(() => {
  const beat = Atomics.load(beats, 0);
  silentTicks = beat === seen ? silentTicks + 1 : 0;
  seen = beat;
  if (silentTicks * TICK_MS >= maxSilenceSeconds * 1000) return endProcess();
  ticksToMessage--;
  // The message says that the main thread works, so it waits for the next beat.
  if (service && silentTicks === 0 && ticksToMessage <= 0) {
    ticksToMessage = Math.floor(service.limitMs / MESSAGES_PER_LIMIT / TICK_MS);
    notify(service);
  }
}, TICK_MS);

function endProcess(): void {
  report(
    `The server has not answered for ${maxSilenceSeconds} seconds and ends. Confirmed changes are not lost. Start it again.`,
  );
  process.kill(process.pid, 'SIGKILL');
}

/** Node.js has no sockets of the kind on which systemd receives messages. Its own command sends one. */
function notify({ socket }: ServiceWatchdog): void {
  const options = { env: { NOTIFY_SOCKET: socket }, timeout: MESSAGE_TIMEOUT_MS };
  execFile('systemd-notify', ['WATCHDOG=1'], options, (error) => {
    if (error) report(`The service manager could not be notified: ${error.message.trim()}`);
  });
}

/** Writes to stderr directly, because the output of a worker passes through the main thread. */
function report(line: string): void {
  try {
    writeSync(STDERR, `${line}\n`);
  } catch {
    // Nobody reads stderr any more. The worker must go on.
  }
}
