import { Worker } from 'node:worker_threads';

/** Milliseconds between two beats of the main thread. */
const BEAT_MS = 1000;
const MAX_SILENCE_SECONDS = 60;

/** The watchdog of the service manager (`WatchdogSec` of systemd): it ends a service that sends no message. */
export interface ServiceWatchdog {
  /** The address that receives the messages. */
  socket: string;
  /** The time without a message after which the service is ended. */
  limitMs: number;
}

interface WatchdogOptions {
  /** For how long the main thread may not answer. */
  maxSilenceSeconds?: number;
  /** Is notified as long as the main thread answers. */
  service?: ServiceWatchdog | undefined;
}

/**
 * Ends the process if its main thread is stuck. Code that loops for ever on the main thread, such as the embedded
 * database after a panic, can be ended by nothing else in the process: it runs no timer and handles no signal. If the
 * whole process is stuck, the service manager gets no message and ends it.
 * @returns a function that ends the watch
 */
export function startWatchdog({
  maxSilenceSeconds = MAX_SILENCE_SECONDS,
  service,
}: WatchdogOptions = {}): () => Promise<void> {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(new URL('./watchdog-worker.ts', import.meta.url), {
    workerData: { beats, maxSilenceSeconds, service },
    // The flags of the main thread may not suit a worker.
    execArgv: [],
  });
  worker.unref();
  const beat = setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS);
  beat.unref();
  return async () => {
    clearInterval(beat);
    await worker.terminate();
  };
}
