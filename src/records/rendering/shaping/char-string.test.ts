import { expect, test } from 'vitest';
import { charString, numberBytes } from './char-string.ts';

// The bytes are those of Adobe technical note 5177: operands, then their operator.

const line = (x: number, y: number) => ({ type: 'L', values: [x, y] });

test('a program begins with its width, and shares operators between lines', () => {
  const square = [
    { type: 'M', values: [10, 0] },
    line(110, 0),
    line(110, 100),
    line(10, 100),
    { type: 'Z', values: [] },
  ];
  const { bytes, box } = charString([{ path: square, x: 0, y: 0 }], 520);
  const operands = (...values: number[]) => values.flatMap(numberBytes);
  expect([...bytes]).toEqual([...operands(20, 10), 22, ...operands(100, 100, -100), 6, 14]);
  expect(box).toEqual([10, 0, 110, 100]);
});

test('a program shows several outlines, each in its place', () => {
  const stroke = [{ type: 'M', values: [0, 0] }, line(50, 0)];
  const parts = [
    { path: stroke, x: 0, y: 0 },
    { path: stroke, x: 100, y: 30 },
  ];
  expect(charString(parts, 500).box).toEqual([0, 0, 150, 30]);
});

test('an outline of more lines than an operator takes has several operators', () => {
  const path = Array.from({ length: 60 }, (_, index) => line(index * 3 + 1, (index % 2) * 5 + 1));
  const { bytes } = charString([{ path: [{ type: 'M', values: [0, 0] }, ...path], x: 0, y: 0 }], 500);
  expect(bytes.filter((byte) => byte === 5).length).toBeGreaterThan(2);
});

test.for([
  [0, [139]],
  [107, [246]],
  [108, [247, 0]],
  [-108, [251, 0]],
  [1131, [250, 255]],
  [-1131, [254, 255]],
  [2000, [28, 7, 208]],
  [-2000, [28, 248, 48]],
] as const)('the number %i', ([value, bytes]) => {
  expect(numberBytes(value)).toEqual(bytes);
});
