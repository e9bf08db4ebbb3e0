import { describe, expect, test } from 'vitest';
import { type Curve, fromQuadratic, joinCurves } from './outline-curves.ts';

const p = (x: number, y: number) => ({ x, y });
const S_CURVE: Curve = [p(0, 0), p(100, 300), p(400, -100), p(500, 200)];

const at = ([start, leaving, arriving, end]: Curve, t: number) => {
  const sum = (of: 'x' | 'y'): number =>
    (1 - t) ** 3 * start[of] +
    3 * t * (1 - t) ** 2 * leaving[of] +
    3 * t * t * (1 - t) * arriving[of] +
    t ** 3 * end[of];
  return p(sum('x'), sum('y'));
};

/** The part of a curve between two parameters. */
function part(curve: Curve, from: number, to: number): Curve {
  const [start, end] = [at(curve, from), at(curve, to)];
  const slope = (t: number) => {
    const step = 1e-6;
    const [before, after] = [at(curve, t - step), at(curve, t + step)];
    return p((after.x - before.x) / (2 * step), (after.y - before.y) / (2 * step));
  };
  const third = (to - from) / 3;
  const [first, last] = [slope(from), slope(to)];
  return [
    start,
    p(start.x + first.x * third, start.y + first.y * third),
    p(end.x - last.x * third, end.y - last.y * third),
    end,
  ];
}

describe('curves that follow each other', () => {
  test('become the curve of which they are parts', () => {
    const cuts = [0, 0.2, 0.5, 0.6, 1];
    const parts = cuts.slice(1).map((to, index) => part(S_CURVE, cuts[index] ?? 0, to));
    const joined = joinCurves(parts);
    expect(joined).toHaveLength(1);
    for (const [index, point] of S_CURVE.entries()) {
      expect(joined[0]?.[index]?.x).toBeCloseTo(point.x, 2);
      expect(joined[0]?.[index]?.y).toBeCloseTo(point.y, 2);
    }
  });

  test('stay as they are where they meet in a corner', () => {
    const corner = [
      fromQuadratic(p(0, 0), p(0, 100), p(100, 100)),
      fromQuadratic(p(100, 100), p(100, 0), p(200, 0)),
    ];
    expect(joinCurves(corner)).toEqual(corner);
  });

  test('stay as they are if one has a handle without length', () => {
    const curves: Curve[] = [
      [p(0, 0), p(0, 50), p(100, 100), p(100, 100)],
      [p(100, 100), p(100, 100), p(200, 50), p(200, 0)],
    ];
    expect(joinCurves(curves)).toEqual(curves);
  });

  test('end where they ended', () => {
    const circle = [
      fromQuadratic(p(0, 0), p(0, 40), p(30, 70)),
      fromQuadratic(p(30, 70), p(60, 100), p(100, 100)),
      fromQuadratic(p(100, 100), p(140, 100), p(170, 70)),
    ];
    const joined = joinCurves(circle);
    expect(joined.length).toBeLessThan(circle.length);
    expect(joined[0]?.[0]).toEqual(p(0, 0));
    expect(joined.at(-1)?.[3]).toEqual(p(170, 70));
  });
});
