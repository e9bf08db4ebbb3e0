import { expect, test } from 'vitest';
import { createStorageMeter } from './storage-meter.ts';
import type { StoredBytes } from './stored-bytes-store.ts';

/** A meter of sizes that grow with each measurement, which takes so many milliseconds. */
function meterThatTakes(ms: number) {
  let now = 0;
  let count = 0;
  const meter = createStorageMeter({
    async measure(): Promise<StoredBytes> {
      now += ms;
      count += 1;
      return { database: count, editions: 0, blobs: 0 };
    },
    now: () => now,
    onError: (error) => {
      throw error;
    },
  });
  const wait = (time: number) => {
    now += time;
  };
  return { wait, read: async () => (await meter.read()).database };
}

test('a brief measurement is made for each request', async () => {
  const { read } = meterThatTakes(5);
  expect([await read(), await read(), await read()]).toEqual([1, 2, 3]);
});

test('a long measurement is repeated in the background, after a hundred times its duration', async () => {
  const { read, wait } = meterThatTakes(1000);
  expect([await read(), await read()]).toEqual([1, 1]);
  wait(99_000);
  expect([await read(), await read()]).toEqual([1, 1]);
  wait(2000);
  // The one who asks does not wait for it.
  expect(await read()).toBe(1);
  expect(await read()).toBe(2);
});

test('requests at once share a measurement', async () => {
  const { read } = meterThatTakes(1000);
  expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
});
