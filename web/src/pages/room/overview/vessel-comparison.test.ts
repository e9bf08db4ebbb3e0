import { expect, test } from 'vitest';
import type { Vessel } from '../../../room/room-queries.ts';
import { compareVessels } from './vessel-comparison.ts';

const AURORA: Vessel = {
  ...{
    id: 'a',
    name: 'Aurora',
    label: 'Aurora',
    imo: '9074729',
    flag: 'Malta',
    vessel_type: 'Aframax',
    status: 'active',
  },
  ...{ length: 243.8, beam: 42, draft: 14.9, manifold_height: null, built_year: 2007 },
  ...{ gross_tonnage: 57_164, net_tonnage: null, operation_role: 'discharging', call_sign: null },
  ...{ manoeuvring_role: null },
  ...{ owner: null, charterer: null, classification_society: null, pi_club: null, warnings: [] },
};
const lineOf = (vessels: Vessel[], name: string) =>
  compareVessels(vessels).find((line) => line.name === name);

test('a measure has the values of the vessels and their difference', () => {
  const polaris = { ...AURORA, length: 183.1, manifold_height: 11.9 };
  expect(lineOf([AURORA, polaris], 'Length overall')).toEqual({
    name: 'Length overall',
    values: ['243.8 m', '183.1 m'],
    difference: '60.7 m',
  });
});

test('the difference is null if a value is unknown', () => {
  const polaris = { ...AURORA, manifold_height: 11.9 };
  expect(lineOf([AURORA, polaris], 'Manifold height')?.difference).toBeNull();
  expect(lineOf([AURORA], 'Beam')?.difference).toBeNull();
});

test('a value that is not stated is null', () => {
  expect(lineOf([AURORA], 'Call sign')?.values).toEqual([null]);
  expect(lineOf([AURORA], 'Gross tonnage')?.values).toEqual(['57,164']);
});
