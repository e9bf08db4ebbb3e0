import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileLibrary } from './preloaded-library.ts';

export interface LeapingClock extends AsyncDisposable {
  /** For the environment of the server. */
  environment: Record<string, string>;
  /** From now on the clock of the server is that far ahead, in seconds. */
  setAhead(seconds: number): void;
}

const SOURCE = join(import.meta.dirname, 'leaping-clock.c');

/** A wall clock of a server that leaps when the test says so. */
export async function prepareLeapingClock(): Promise<LeapingClock> {
  const folder = await mkdtemp(join(tmpdir(), 'roomshot-leaping-clock-'));
  const library = join(folder, 'leaping-clock.so');
  const path = join(folder, 'ahead');
  compileLibrary(SOURCE, library);
  // The server has mapped this file, so it is changed in place.
  const file = openSync(path, 'w+');
  const setAhead = (seconds: number): void => {
    writeSync(file, new BigInt64Array([BigInt(seconds)]), 0, BigInt64Array.BYTES_PER_ELEMENT, 0);
  };
  setAhead(0);
  return {
    environment: { LD_PRELOAD: library, LEAPING_CLOCK_FILE: path },
    setAhead,
    async [Symbol.asyncDispose]() {
      closeSync(file);
      await rm(folder, { recursive: true });
    },
  };
}
