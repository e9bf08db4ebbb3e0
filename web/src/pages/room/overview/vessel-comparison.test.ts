import { expect, test } from 'vitest';
import type { Vessel } from '../../../room/room-queries.ts';
import { compareVessels } from './vessel-comparison.ts';

const AURORA = {
  ...{ id: 'a', name: 'Aurora', label: 'Aurora', imo: '9074729', flag: 'Malta', vessel_type: 'Aframax' },
  ...{ length: 243.8, closed_fairleads: 10, gross_tonnage: 57_164, operation_role: 'discharging' },
  ...{ call_sign: null, manoeuvring_role: 'constant_heading' },
} as Vessel;
const lineOf = (vessels: Vessel[], name: string) =>
  compareVessels(vessels).find((line) => line.name === name);

test('each fact is a line with the values of all vessels', () => {
  expect(lineOf([AURORA, AURORA], 'Gross tonnage')?.values).toEqual(['57,164', '57,164']);
  expect(lineOf([AURORA], 'Part in the manoeuvre')?.values).toEqual(['Constant heading']);
});

test('a value that is not stated is null', () => {
  expect(lineOf([AURORA], 'Call sign')?.values).toEqual([null]);
});

test('the measures of two vessels stand in the comparison by limits, and those of others here', () => {
  for (const name of ['Length overall', 'Closed fairleads', 'Bitts SWL']) {
    expect(lineOf([AURORA, AURORA], name)).toBeUndefined();
    expect(lineOf([AURORA], name)).toBeDefined();
    expect(lineOf([AURORA, AURORA, AURORA], name)?.values).toHaveLength(3);
  }
});
