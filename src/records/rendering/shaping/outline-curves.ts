/** A point of an outline, in thousandths of the font size. */
export interface Point {
  x: number;
  y: number;
}

/** A cubic Bézier curve: where it begins, two points that it is drawn to, and where it ends. */
export type Curve = readonly [Point, Point, Point, Point];

/** How far a joined curve may leave the outline, in thousandths of the font size. No printer shows it. */
const TOLERANCE = 2;
const MOST_JOINED = 16;

/** Writes a quadratic curve as a cubic one, which is the same curve. */
export function fromQuadratic(start: Point, control: Point, end: Point): Curve {
  return [start, between(start, control, 2 / 3), between(end, control, 2 / 3), end];
}

/**
 * Joins curves that follow each other, where one curve is the same within the tolerance. Fonts in the form of TrueType
 * divide each curve of their design into several.
 */
export function joinCurves(curves: readonly Curve[]): Curve[] {
  const joined: Curve[] = [];
  for (let start = 0; start < curves.length; ) {
    let count = Math.min(MOST_JOINED, curves.length - start);
    let curve = joinAll(curves.slice(start, start + count));
    while (curve === undefined) {
      count -= 1;
      curve = joinAll(curves.slice(start, start + count));
    }
    joined.push(curve);
    start += count;
  }
  return joined;
}

/**
 * Returns the curve of which all of these are parts, undefined if there is none. Where two parts meet, the lengths of
 * their handles have the ratio of their shares of the parameter (the method of qu2cu in fontTools).
 */
function joinAll(curves: readonly Curve[]): Curve | undefined {
  const [first, last] = [curves[0], curves.at(-1)];
  if (first === undefined || last === undefined || curves.length === 1) return first;
  const shares = [1];
  for (const [index, curve] of curves.slice(1).entries()) {
    const before = curves[index] ?? curve;
    const ratio = length(minus(curve[1], curve[0])) / length(minus(before[3], before[2]));
    shares.push((shares[index] ?? 0) * ratio);
  }
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const [firstShare, lastShare] = [(shares[0] ?? 0) / whole, (shares.at(-1) ?? 0) / whole];
  let rest: Curve = [
    first[0],
    between(first[0], first[1], 1 / firstShare),
    between(last[3], last[2], 1 / lastShare),
    last[3],
  ];
  const candidate = rest;
  let left = whole;
  for (const [index, curve] of curves.entries()) {
    const share = shares[index] ?? 0;
    const [part, others] = index === curves.length - 1 ? [rest, rest] : divide(rest, share / left);
    if (!part.every((point, place) => isNear(point, curve[place] ?? point))) return undefined;
    rest = others;
    left -= share;
  }
  return candidate;
}

const minus = (one: Point, other: Point): Point => ({ x: one.x - other.x, y: one.y - other.y });

const length = ({ x, y }: Point): number => Math.sqrt(x * x + y * y);

const between = (one: Point, other: Point, share: number): Point => ({
  x: one.x + (other.x - one.x) * share,
  y: one.y + (other.y - one.y) * share,
});

/** False if a place is no number, which a handle without length causes. */
const isNear = (one: Point, other: Point): boolean => length(minus(one, other)) <= TOLERANCE;

/** Divides a curve at a parameter (de Casteljau). */
function divide([start, leaving, arriving, end]: Curve, at: number): [Curve, Curve] {
  const middle = between(leaving, arriving, at);
  const [first, last] = [between(start, leaving, at), between(arriving, end, at)];
  const [second, third] = [between(first, middle, at), between(middle, last, at)];
  const cut = between(second, third, at);
  return [
    [start, first, second, cut],
    [cut, third, last, end],
  ];
}
