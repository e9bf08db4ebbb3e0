import { expect, test } from 'vitest';
import { differencesOf, type ShownField } from './differences.ts';

const FIELDS: readonly ShownField[] = [
  { name: 'location', label: 'Location', kind: 'name' },
  { name: 'sts_eta', label: 'ETA', kind: 'moment' },
  { name: 'quantity', label: 'Quantity', kind: 'number', unitField: 'unit' },
  { name: 'expires_on', label: 'Expiry', kind: 'day' },
  { name: 'critical_path', label: 'On the critical path', kind: 'yes_no' },
  { name: 'status', label: 'Status', kind: 'choice' },
];
const SEEN = {
  ...{ location: 'Off Ceuta', sts_eta: '2027-03-01T08:00:00.000Z', quantity: 90_000, unit: 'MT' },
  ...{ expires_on: null, critical_path: false, status: 'under_review', other: 1 },
};
const differences = (now: object, typed: object) =>
  differencesOf(FIELDS, { seen: SEEN, now: { ...SEEN, ...now }, typed });

test('a value that the form does not show is no difference', () => {
  expect(differences({ other: 2, notes: 'new' }, { location: 'Off Skaw' })).toEqual([]);
});

test('a value that others changed is shown as it was, as it is, and as it was entered', () => {
  expect(differences({ location: 'Off Malta' }, { location: 'Off Skaw', note: 'ignored' })).toEqual([
    { name: 'location', label: 'Location', seen: 'Off Ceuta', now: 'Off Malta', typed: 'Off Skaw' },
  ]);
});

test('a value that only others changed has no entered one', () => {
  const now = { sts_eta: '2027-04-12T08:00:00.000Z', expires_on: '2027-12-31', critical_path: true };
  expect(differences({ ...now, status: 'approved' }, { location: 'Off Skaw' })).toEqual([
    { name: 'sts_eta', label: 'ETA', seen: '1 Mar 2027, 08:00 UTC', now: '12 Apr 2027, 08:00 UTC' },
    { name: 'expires_on', label: 'Expiry', seen: null, now: '31 Dec 2027' },
    { name: 'critical_path', label: 'On the critical path', seen: 'No', now: 'Yes' },
    { name: 'status', label: 'Status', seen: 'Under review', now: 'Approved' },
  ]);
});

test('an entered number has the unit that it will have, and a removed value is not stated', () => {
  expect(differences({ quantity: 95_000 }, { quantity: null, unit: 'BBL' })).toEqual([
    { name: 'quantity', label: 'Quantity', seen: '90,000 MT', now: '95,000 MT', typed: null },
  ]);
  expect(differences({ quantity: 95_000 }, { quantity: 80_000, unit: 'BBL' })).toMatchObject([
    { typed: '80,000 BBL' },
  ]);
});

test('people who enter the same value agree', () => {
  const moved = { sts_eta: '2027-03-02T08:00:00.000Z' };
  expect(differences(moved, { sts_eta: '2027-03-02T08:00:00Z' })).toEqual([]);
});
