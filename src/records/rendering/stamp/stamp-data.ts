import { STAMP_SIZE } from '../design/stamp-box.ts';
import type { TextSetter } from '../fonts/printable-text.ts';

/** The rows of the stamp on page one. Values can have any length and any script. */
export interface Stamp {
  lines: { label: string; value: string }[];
}

/** A stamp at the largest size at which all of it stands inside its box. */
export interface StampData {
  fonts: readonly string[];
  width: number;
  height: number;
  size: number;
  leading: number;
  gap: number;
  labelWidth: number;
  lines: [label: string, value: string][];
}

export const STAMP_PADDING = { x: 10, y: 7 } as const;
const INNER = {
  width: STAMP_SIZE.width - 2 * STAMP_PADDING.x,
  height: STAMP_SIZE.height - 2 * STAMP_PADDING.y,
};
const LARGEST = 9;
const SMALLEST = 0.1;
const SHRINK = 0.93;
const LINE_EM = 0.96;
const LEADING_EM = 0.15;
const GAP_EM = 0.35;
const LABEL_GAP = 8;

/**
 * Shrinks until everything fits: a stamp that leaves something out would be a false record. Values that
 * people typed are short by the rules of the API; the smallest sizes are only there to never overflow.
 */
export function prepareStamp(stamp: Stamp, setter: TextSetter): StampData {
  let size = LARGEST;
  let data = stampAt(size, stamp, setter);
  while (heightOf(data) > INNER.height && size > SMALLEST) {
    size *= SHRINK;
    data = stampAt(size, stamp, setter);
  }
  return data;
}

function stampAt(size: number, { lines }: Stamp, setter: TextSetter): StampData {
  const labels = lines.map(({ label }) => setter.oneLine(label));
  const widest = Math.max(0, ...labels.map((label) => setter.width(label, size)));
  const labelWidth = Math.min(widest + LABEL_GAP, INNER.width / 3);
  return {
    fonts: setter.families(lines.map(({ value }) => value).join()),
    width: STAMP_SIZE.width,
    height: STAMP_SIZE.height,
    size,
    leading: size * LEADING_EM,
    gap: size * GAP_EM,
    labelWidth,
    lines: lines.map(({ value }, index) => [
      setter.lines(labels[index] ?? '', { width: labelWidth, size }).join('\n'),
      setter.lines(setter.oneLine(value), { width: INNER.width - labelWidth, size }).join('\n'),
    ]),
  };
}

function heightOf({ lines, size, leading, gap }: StampData): number {
  const heights = lines.map((texts) => {
    const count = Math.max(...texts.map((text) => text.split('\n').length));
    return count * size * LINE_EM + (count - 1) * leading;
  });
  return heights.reduce((sum, height) => sum + height, 0) + Math.max(heights.length - 1, 0) * gap;
}
