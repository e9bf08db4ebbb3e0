import { expect, test } from 'vitest';
import { exactStatistics } from '../../../test/support/exact-statistics.ts';
import { addDuration, emptyHistogram, mergeHistogram, statisticsOf } from './duration-histogram.ts';

/** Numerical Recipes' linear congruential generator: the same numbers in every run. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

const DISTRIBUTIONS: Record<string, (random: number) => number> = {
  uniform: (random) => 1 + random * 100,
  'with a long tail': (random) => 0.3 / (1 - random) ** 2,
  'of two humps': (random) => (random < 0.9 ? 2 + random : 900 + 100 * random),
  'over nine orders of magnitude': (random) => 10 ** (random * 9 - 3),
  constant: () => 7.25,
};
const QUANTILES = ['median', 'p95', 'p99'] as const;

test.each(Object.entries(DISTRIBUTIONS))(
  'percentiles of a distribution %s are within half a percent, however it is split and merged',
  (_name, draw) => {
    for (const count of [1, 2, 3, 10, 99, 100, 101, 5000]) {
      const random = numbers(count);
      const durations = Array.from({ length: count }, () => draw(random.next().value));
      const parts = [emptyHistogram(), emptyHistogram(), emptyHistogram()];
      const whole = emptyHistogram();
      for (const [index, duration] of durations.entries()) {
        addDuration(parts[index % parts.length] ?? whole, duration);
      }
      for (const part of parts) mergeHistogram(whole, part);
      const found = statisticsOf(whole);
      const exact = exactStatistics(durations);
      expect(found).toMatchObject({ count: exact.count, min: exact.min, max: exact.max });
      expect(found.mean).toBeCloseTo(exact.mean, 6);
      for (const quantile of QUANTILES) {
        expect(Math.abs(found[quantile] / exact[quantile] - 1)).toBeLessThanOrEqual(0.00501);
      }
    }
  },
);

test('exact percentiles are those of the nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(exactStatistics(hundred)).toEqual({
    count: 100,
    min: 1,
    max: 100,
    mean: 50.5,
    median: 50.5,
    p95: 95,
    p99: 99,
  });
});

test('nothing has statistics of zero', () => {
  const nothing = { count: 0, min: 0, max: 0, mean: 0, median: 0, p95: 0, p99: 0 };
  expect(statisticsOf(emptyHistogram())).toEqual(nothing);
  expect(exactStatistics([])).toEqual(nothing);
});

test('what takes no time at all is counted too', () => {
  const histogram = emptyHistogram();
  addDuration(histogram, 0);
  expect(statisticsOf(histogram)).toMatchObject({ count: 1, min: 0, max: 0, median: 0 });
});
