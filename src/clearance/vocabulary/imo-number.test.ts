import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LARGE_ROOM } from '../demonstration/large-room.ts';
import { READY_ROOM } from '../demonstration/ready-room.ts';
import { TROUBLED_ROOM } from '../demonstration/troubled-room.ts';
import { imoDigits, imoDoubt, imoKey } from './imo-number.ts';

test.each([
  ...[
    '9074729',
    'IMO 9074729',
    'IMO9074729',
    'imo 9074729',
    ' IMO 9074729 ',
    'IMO No. 9074729',
    'IMO: 9074729',
  ],
  ...[
    '９０７４７２９',
    'ＩＭＯ　９０７４７２９',
    '٩٠٧٤٧٢٩',
    'ІМО 9074729',
    'ИМО 9074729',
    '907 47 29',
    '9074729\u200b',
  ],
])('%j is the number 9074729', (imo) => {
  expect(imoDoubt(imo)).toBeUndefined();
  expect(imoDigits(imo)).toBe('9074729');
  expect(imoKey(imo)).toBe('9074729');
});

test('a letter that looks like a digit makes a number doubtful, but no other', () => {
  expect(imoDoubt('9O74729')?.text).toContain('seven digits');
  expect(['9O74729', '9o74729', '9О74729'].map(imoKey)).toEqual(['9074729', '9074729', '9074729']);
  expect(imoKey('93l9466')).toBe(imoKey('9319466'));
});

test('a wrong check digit is warned about, with the right one', () => {
  expect(imoDoubt('IMO 9074728')?.text).toContain('(9 expected)');
});

test.each(['907472', '90747291', 'IMO', 'ABC9074729', 'TBN'])('%j is no IMO number', (imo) => {
  expect(imoDoubt(imo)?.text).toContain('seven digits');
});

test.each(['0000000', 'IMO 1234567', '1111111', '9999999', '0123450'])('%j is a placeholder', (imo) => {
  expect(imoDoubt(imo)?.text).toContain('placeholder');
});

test('any other digit in one place makes a number doubtful or another', () => {
  const place = fc.nat(6);
  fc.assert(
    fc.property(fc.constantFrom('9074729', '9319466', '9312042'), place, fc.nat(9), (imo, at, digit) => {
      const changed = imo.slice(0, at) + digit + imo.slice(at + 1);
      fc.pre(changed !== imo);
      expect(imoKey(changed)).not.toBe(imoKey(imo));
      // The weights 5 and 4, 2 and 6 share factors with ten, so that not every typing error is found.
      if ([0, 4, 6].includes(at)) expect(imoDoubt(changed)).toBeDefined();
    }),
  );
});

test('the ships of the demonstration have good numbers', () => {
  const ships = [READY_ROOM, TROUBLED_ROOM, LARGE_ROOM].flatMap(({ vessels }) => vessels);
  expect(ships.map(({ imo }) => imoDoubt(imo)).filter(Boolean)).toEqual([]);
  expect(new Set(ships.map(({ imo }) => imoKey(imo))).size).toBe(ships.length);
});
