import type { StoredBytes } from './stored-bytes-store.ts';

/** Knows the stored bytes without measuring them for each request. */
export interface StorageMeter {
  /** Returns the stored bytes, as they were at the last measurement. */
  read(): Promise<StoredBytes>;
}

/** A request waits for a measurement that took at most so many milliseconds the last time. */
const BRIEF_MS = 50;
/** A longer one is repeated in the background, after this many times its duration: it takes one percent of the time. */
const REST = 100;

interface MeterParts {
  measure(): Promise<StoredBytes>;
  /** Milliseconds of a clock that does not leap. */
  now(): number;
  /** Called when a measurement in the background fails. The one before stays. */
  onError(error: unknown): void;
}

/** Starts without a measurement, so the first read waits for one. */
export function createStorageMeter({ measure, now, onError }: MeterParts): StorageMeter {
  let last: { bytes: StoredBytes; took: number; at: number } | undefined;
  let running: Promise<StoredBytes> | undefined;

  async function measureNow(): Promise<StoredBytes> {
    const start = now();
    const bytes = await measure();
    const at = now();
    last = { bytes, at, took: at - start };
    return bytes;
  }

  function measureOnce(): Promise<StoredBytes> {
    running ??= measureNow().finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    async read() {
      if (!last || last.took <= BRIEF_MS) return measureOnce();
      if (now() - last.at > last.took * REST) measureOnce().catch(onError);
      return last.bytes;
    },
  };
}
