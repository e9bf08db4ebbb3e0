import { expect, test } from 'vitest';
import { type Flush, LogFlusher } from './log-flusher.ts';

/** A disk that says what was asked of it, and whose slow flushes end when the test says so. */
function recordingDisk() {
  const asked: string[] = [];
  const failures: string[] = [];
  const ends: PromiseWithResolvers<void>[] = [];
  const flush: Flush = {
    now: (descriptor) => void asked.push(`now ${descriptor}`),
    soon(descriptor) {
      asked.push(`soon ${descriptor}`);
      const end = Promise.withResolvers<void>();
      ends.push(end);
      return end.promise;
    },
  };
  return { asked, ends, log: new LogFlusher((reason) => failures.push(reason), flush), failures };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Whether a promise has settled by now. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  await turn();
  const open = Symbol('open');
  return (await Promise.race([promise, Promise.resolve(open)])) !== open;
}

test('commits that wait together share one flush', async () => {
  const { log, asked, ends } = recordingDisk();
  log.defer(7);
  const waiting = [log.flushed(), log.flushed(), log.flushed()];
  expect(await isSettled(Promise.all(waiting).then(() => {}))).toBe(false);
  ends[0]?.resolve();
  await Promise.all(waiting);
  expect(asked).toEqual(['soon 7']);
});

test('what is written while a flush is under way waits for the next one', async () => {
  const { log, asked, ends } = recordingDisk();
  log.defer(7);
  const first = log.flushed();
  await turn();
  log.defer(7);
  const second = log.flushed();
  ends[0]?.resolve();
  await first;
  expect(await isSettled(second)).toBe(false);
  expect(asked).toEqual(['soon 7', 'soon 7']);
  ends[1]?.resolve();
  await second;
});

test('nothing written means nothing to wait for', async () => {
  const { log, asked } = recordingDisk();
  await log.flushed();
  log.settle();
  expect(asked).toEqual([]);
});

test('settling brings written log and log under way to the disk at once', async () => {
  const { log, asked, ends } = recordingDisk();
  log.defer(7);
  const underway = log.flushed();
  await turn();
  log.defer(8);
  log.settle();
  expect(asked.toSorted()).toEqual(['now 7', 'now 8', 'soon 7']);
  ends[0]?.resolve();
  await underway;
});

test('a file is flushed before it is closed, and its number is then forgotten', async () => {
  const { log, asked, ends } = recordingDisk();
  log.defer(7);
  const underway = log.flushed();
  await turn();
  log.closing(7);
  ends[0]?.reject(new Error('EBADF'));
  await underway;
  log.closing(9);
  expect(asked).toEqual(['soon 7', 'now 7']);
});

test('after a failed flush nothing is confirmed any more, and the failure is reported once', async () => {
  const { log, ends, failures } = recordingDisk();
  log.defer(7);
  const first = log.flushed();
  await turn();
  log.defer(7);
  const second = log.flushed();
  ends[0]?.reject(new Error('EIO'));
  await expect(first).rejects.toThrow('EIO');
  await expect(second).rejects.toThrow('EIO');
  await expect(log.flushed()).rejects.toThrow('EIO');
  expect(() => log.defer(7)).toThrow('EIO');
  expect(() => log.settle()).toThrow('EIO');
  expect(failures).toEqual(['EIO']);
});
