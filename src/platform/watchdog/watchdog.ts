import { Worker } from 'node:worker_threads';

/** Milliseconds between two beats of the main thread. */
const BEAT_MS = 1000;
const MAX_SILENCE_SECONDS = 60;

interface WatchdogOptions {
  /** For how long the main thread may not answer. */
  maxSilenceSeconds?: number;
}

/**
 * Ends the process if its main thread is stuck. Code that loops for ever on the main thread, such as the embedded
 * database after a panic, can be ended by nothing else in the process: it runs no timer and handles no signal.
 * @returns a function that ends the watch
 */
export function startWatchdog({
  maxSilenceSeconds = MAX_SILENCE_SECONDS,
}: WatchdogOptions = {}): () => Promise<void> {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(new URL('./watchdog-worker.ts', import.meta.url), {
    workerData: { beats, maxSilenceSeconds },
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
