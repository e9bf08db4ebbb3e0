import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EngineTurns } from './engine-turns.ts';

/** Work that notes when it begins, and ends when it is told to. */
function noting() {
  const turns = new EngineTurns();
  const begun: string[] = [];
  const work = (name: string) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    return {
      end: resolve,
      begin: () => {
        begun.push(name);
        return promise;
      },
    };
  };
  return { turns, begun, work };
}

test('work in the background begins when no request has work, and one at a time', async () => {
  const { turns, begun, work } = noting();
  const [request, first, second] = [work('request'), work('first'), work('second')];
  const all = [
    turns.foreground(request.begin),
    turns.background(first.begin),
    turns.background(second.begin),
  ];
  await nextTurn();
  expect(begun).toEqual(['request']);
  request.end();
  await nextTurn();
  await nextTurn();
  expect(begun).toEqual(['request', 'first']);
  first.end();
  second.end();
  await Promise.all(all);
  expect(begun).toEqual(['request', 'first', 'second']);
});

test('requests pass work in the background that waits', async () => {
  const { turns, begun, work } = noting();
  const [first, second, background] = [work('first'), work('second'), work('background')];
  const all = [turns.foreground(first.begin), turns.background(background.begin)];
  first.end();
  all.push(turns.foreground(second.begin));
  await nextTurn();
  await nextTurn();
  expect(begun).toEqual(['first', 'second']);
  second.end();
  background.end();
  await Promise.all(all);
  expect(begun).toEqual(['first', 'second', 'background']);
});

test('work in the background does not wait for ever', async () => {
  const { turns, begun, work } = noting();
  const long = work('long');
  const background = work('background');
  const all = [turns.foreground(long.begin), turns.background(background.begin)];
  // There is always a request under way.
  for (let number = 0; number < 1000 && !begun.includes('background'); number++) {
    await turns.foreground(async () => void begun.push('short'));
    await nextTurn();
  }
  expect(begun.slice(-2)).toEqual(['short', 'background']);
  long.end();
  background.end();
  await Promise.all(all);
});

test('work that fails gives its turn to the next', async () => {
  const { turns } = noting();
  const fail = () => Promise.reject(new Error('Failed.'));
  await expect(turns.foreground(fail)).rejects.toThrow('Failed.');
  await expect(turns.background(fail)).rejects.toThrow('Failed.');
  expect(await turns.background(async () => 'done')).toBe('done');
});
