import { expect, test } from 'vitest';
import { LARGE_ROOM } from '../demonstration/large-room.ts';
import { READY_ROOM } from '../demonstration/ready-room.ts';
import { TROUBLED_ROOM } from '../demonstration/troubled-room.ts';
import { imoWarning } from './imo-number.ts';

test.each(['9074729', 'IMO 9074729', 'IMO9074729', 'imo 9074729', ' IMO 9074729 '])('%j is good', (imo) => {
  expect(imoWarning(imo)).toBeUndefined();
});

test('a wrong check digit is warned about, with the right one', () => {
  expect(imoWarning('IMO 9074728')).toContain('(9 expected)');
});

test.each(['907472', '90747291', 'IMO', 'ABC9074729', '９０７４７２９'])('%j is no IMO number', (imo) => {
  expect(imoWarning(imo)).toContain('seven digits');
});

test('the ships of the demonstration have good numbers', () => {
  const ships = [READY_ROOM, TROUBLED_ROOM, LARGE_ROOM].flatMap(({ vessels }) => vessels);
  expect(ships.map(({ imo }) => imoWarning(imo)).filter(Boolean)).toEqual([]);
  expect(new Set(ships.map(({ imo }) => imo)).size).toBe(ships.length);
});
