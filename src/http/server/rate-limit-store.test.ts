import { expect, test, vi } from 'vitest';
import { RateLimitStore } from './rate-limit-store.ts';

const MINUTE_MS = 60_000;

test('a window ends when its time has passed, also after the clock went back', () => {
  let now = 1000;
  const store = new RateLimitStore(undefined, () => now);
  const request = () => {
    let counted = 0;
    store.incr('192.0.2.1', (_, result) => (counted = result?.current ?? 0), MINUTE_MS);
    return counted;
  };
  expect([request(), request(), request()]).toEqual([1, 2, 3]);
  vi.useFakeTimers({ now: Date.now() - 86_400_000, toFake: ['Date'] });
  now += MINUTE_MS - 1;
  expect(request()).toBe(4);
  now += 1;
  expect(request()).toBe(1);
  vi.useRealTimers();
});

test('routes with a limit of their own are counted by themselves', () => {
  const store = new RateLimitStore(undefined);
  const seen: unknown[] = [];
  const see = (_: unknown, result: unknown) => void seen.push(result);
  store.incr('192.0.2.1', see, MINUTE_MS);
  const route: RateLimitStore = store.child();
  route.incr('192.0.2.1', see, MINUTE_MS);
  expect(seen).toMatchObject([{ current: 1 }, { current: 1 }]);
});
