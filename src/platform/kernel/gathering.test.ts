import { expect, test } from 'vitest';
import { Gathering } from './gathering.ts';

/** A gathering that notes each work, and does it when the gate of the test is open. */
function noting(options: {
  atOnce?: number;
  gate?: () => Promise<void>;
  fail?: (items: number[]) => unknown;
}) {
  const works: number[][] = [];
  const gathering = new Gathering<number, string>({
    atOnce: options.atOnce ?? 100,
    concernsAll: (error) => error === 'outage',
    async work(take) {
      await options.gate?.();
      const items = [...take()];
      works.push(items);
      const error = options.fail?.(items);
      if (error !== undefined) throw error;
      return items.map((item) => `done ${item}`);
    },
  });
  return { works, gathering };
}

test('does one item as it does many', async () => {
  const { works, gathering } = noting({});
  expect(await gathering.add(1)).toBe('done 1');
  expect(works).toEqual([[1]]);
});

test('does items together that arrive together, and answers each', async () => {
  const { works, gathering } = noting({});
  const answers = await Promise.all([1, 2, 3].map((item) => gathering.add(item)));
  expect(answers).toEqual(['done 1', 'done 2', 'done 3']);
  expect(works).toEqual([[1, 2, 3]]);
});

test('does items with the first one that arrive before the work takes them', async () => {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const { works, gathering } = noting({
    gate: () => {
      begun.resolve();
      return gate.promise;
    },
  });
  const first = gathering.add(1);
  await begun.promise;
  const second = gathering.add(2);
  gate.resolve();
  await Promise.all([first, second]);
  expect(works).toEqual([[1, 2]]);
});

test('does no more at once than it may', async () => {
  const { works, gathering } = noting({ atOnce: 2 });
  await Promise.all([1, 2, 3].map((item) => gathering.add(item)));
  expect(works).toEqual([[1, 2], [3]]);
});

test('does each alone if the work fails, so that only the one at fault does', async () => {
  const { works, gathering } = noting({ fail: (items) => (items.includes(2) ? 'fault' : undefined) });
  const outcomes = await Promise.allSettled([1, 2, 3].map((item) => gathering.add(item)));
  expect(outcomes).toEqual([
    { status: 'fulfilled', value: 'done 1' },
    { status: 'rejected', reason: 'fault' },
    { status: 'fulfilled', value: 'done 3' },
  ]);
  expect(works).toEqual([[1, 2, 3], [1], [2], [3]]);
});

test('repeats nothing if the error concerns all', async () => {
  const { works, gathering } = noting({ fail: () => 'outage' });
  const outcomes = await Promise.allSettled([1, 2].map((item) => gathering.add(item)));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(works).toEqual([[1, 2]]);
});
