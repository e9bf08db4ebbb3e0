import { type Curve, fromQuadratic, joinCurves, type Point } from './outline-curves.ts';

// Outlines in the form of a compact font (Adobe technical note 5177, the Type 2 charstring format).

/** A step of an outline as HarfBuzz draws it: `M`, `L`, `Q`, `C` or `Z`, and its coordinates. */
export interface PathStep {
  type: string;
  values: readonly number[];
}

/** A program that draws a glyph. */
export interface CharString {
  bytes: Uint8Array;
  /** The corners of a box around its outline: left, bottom, right, top. Undefined if it has no outline. */
  box: readonly [number, number, number, number] | undefined;
}

const OPERATOR = {
  vmoveto: 4,
  rlineto: 5,
  hlineto: 6,
  vlineto: 7,
  rrcurveto: 8,
  endchar: 14,
  rmoveto: 21,
  hmoveto: 22,
  vvcurveto: 26,
  hhcurveto: 27,
  vhcurveto: 30,
  hvcurveto: 31,
} as const;
/** What an operator draws next if it has further operands. */
const NEXT: Readonly<Record<number, number>> = {
  [OPERATOR.rlineto]: OPERATOR.rlineto,
  [OPERATOR.hlineto]: OPERATOR.vlineto,
  [OPERATOR.vlineto]: OPERATOR.hlineto,
  [OPERATOR.rrcurveto]: OPERATOR.rrcurveto,
  [OPERATOR.vvcurveto]: OPERATOR.vvcurveto,
  [OPERATOR.hhcurveto]: OPERATOR.hhcurveto,
  [OPERATOR.vhcurveto]: OPERATOR.hvcurveto,
  [OPERATOR.hvcurveto]: OPERATOR.vhcurveto,
};
/** An operator takes so many operands at most. */
const MOST_OPERANDS = 48;
/** Widths are written as their difference from this. */
export const NOMINAL_WIDTH = 500;

/**
 * Writes the program of a glyph.
 * @param parts outlines in thousandths of the font size, each moved
 * @param width how far the pen moves on, a whole number
 */
export function charString(
  parts: readonly { path: readonly PathStep[]; x: number; y: number }[],
  width: number,
): CharString {
  const drawing = new Drawing(width);
  for (const { path, x, y } of parts) drawPath(drawing, path, { x, y });
  return drawing.end();
}

/** Returns the program of a glyph that shows nothing. */
export const emptyCharString = (width: number): CharString => charString([], width);

function drawPath(drawing: Drawing, path: readonly PathStep[], move: Point): void {
  let pen: Point = { x: 0, y: 0 };
  let quadratic: Curve[] = [];
  const flush = (): void => {
    for (const curve of joinCurves(quadratic)) drawing.curve(curve);
    quadratic = [];
  };
  for (const { type, values } of path) {
    const points = pointsOf(values, move);
    const end = points.at(-1) ?? pen;
    if (type !== 'Q') flush();
    const [first = pen, second = pen] = points;
    if (type === 'M') drawing.move(end);
    else if (type === 'L') drawing.line(end);
    else if (type === 'Q') quadratic.push(fromQuadratic(pen, first, end));
    else if (type === 'C') drawing.curve([pen, first, second, end]);
    pen = end;
  }
  flush();
}

const pointsOf = (values: readonly number[], { x, y }: Point): Point[] =>
  Array.from({ length: values.length / 2 }, (_, index) => ({
    x: (values[index * 2] ?? 0) + x,
    y: (values[index * 2 + 1] ?? 0) + y,
  }));

/** The program of a glyph while it is written. */
class Drawing {
  readonly #bytes: number[] = [];
  #operands: number[];
  #operator: number | undefined;
  /** What the operator would draw next. */
  #next: number | undefined;
  /** The last point, rounded, because all others are relative to it. */
  #pen: Point = { x: 0, y: 0 };
  #box: [number, number, number, number] | undefined;

  constructor(width: number) {
    this.#operands = [width - NOMINAL_WIDTH];
  }

  move(to: Point): void {
    const { x, y } = this.#to(to);
    if (y === 0) this.#draw(OPERATOR.hmoveto, [x]);
    else if (x === 0) this.#draw(OPERATOR.vmoveto, [y]);
    else this.#draw(OPERATOR.rmoveto, [x, y]);
  }

  line(to: Point): void {
    const { x, y } = this.#to(to);
    if (x === 0 && y === 0) return;
    if (y === 0) this.#draw(OPERATOR.hlineto, [x]);
    else if (x === 0) this.#draw(OPERATOR.vlineto, [y]);
    else this.#draw(OPERATOR.rlineto, [x, y]);
  }

  curve([, leaving, arriving, to]: Curve): void {
    const [one, two, three] = [this.#to(leaving), this.#to(arriving), this.#to(to)];
    const middle = [two.x, two.y];
    if (one.y === 0 && three.x === 0) this.#draw(OPERATOR.hvcurveto, [one.x, ...middle, three.y]);
    else if (one.x === 0 && three.y === 0) this.#draw(OPERATOR.vhcurveto, [one.y, ...middle, three.x]);
    else if (one.y === 0 && three.y === 0) this.#draw(OPERATOR.hhcurveto, [one.x, ...middle, three.x]);
    else if (one.x === 0 && three.x === 0) this.#draw(OPERATOR.vvcurveto, [one.y, ...middle, three.y]);
    else this.#draw(OPERATOR.rrcurveto, [one.x, one.y, ...middle, three.x, three.y]);
  }

  end(): CharString {
    this.#flush();
    this.#draw(OPERATOR.endchar, []);
    this.#flush();
    return { bytes: Uint8Array.from(this.#bytes), box: this.#box };
  }

  /** Moves the pen. Returns how far. */
  #to(point: Point): Point {
    const [x, y] = [Math.round(point.x), Math.round(point.y)];
    const moved = { x: x - this.#pen.x, y: y - this.#pen.y };
    this.#pen = { x, y };
    const [left, bottom, right, top] = this.#box ?? [x, y, x, y];
    this.#box = [Math.min(left, x), Math.min(bottom, y), Math.max(right, x), Math.max(top, y)];
    return moved;
  }

  #draw(operator: number, operands: readonly number[]): void {
    if (operator !== this.#next || this.#operands.length + operands.length > MOST_OPERANDS) {
      this.#flush();
      this.#operator = operator;
    }
    this.#operands.push(...operands);
    this.#next = NEXT[operator];
  }

  #flush(): void {
    if (this.#operator === undefined) return;
    for (const operand of this.#operands) this.#bytes.push(...numberBytes(operand));
    this.#bytes.push(this.#operator);
    this.#operands = [];
    this.#operator = undefined;
    this.#next = undefined;
  }
}

/** Writes a whole number of at most two bytes. */
export function numberBytes(value: number): number[] {
  if (Math.abs(value) <= 107) return [value + 139];
  if (value >= 108 && value <= 1131) return [247 + ((value - 108) >> 8), (value - 108) & 0xff];
  if (value <= -108 && value >= -1131) return [251 + ((-value - 108) >> 8), (-value - 108) & 0xff];
  return [28, (value >> 8) & 0xff, value & 0xff];
}
