import { expect, test } from 'vitest';
import { matchFiles } from './matching.ts';

const document = (id: string, type_code: string, type_name: string, vessel: string | null = null) => ({
  ...{ id, type_code, type_name, vessel_id: vessel, vessel_name: vessel },
});
const DOCUMENTS = [
  document('q1', 'q88', 'Q88 / HVPQ', 'Aurora'),
  document('q2', 'q88', 'Q88 / HVPQ', 'Łódź Émeraude'),
  document('c', 'class_status', 'Class status report', 'Aurora'),
  document('cc', 'class_certificate', 'Class certificate', 'Aurora'),
  document('plan', 'joint_plan', 'Joint plan of operation'),
];

test.each([
  ['Q88 Aurora.pdf', 'q1'],
  ['aurora_HVPQ_2026-11.pdf', 'q1'],
  ['Lodz_Emeraude.q88.pdf', 'q2'],
  ['Lodz Emeraude - q88.PDF', 'q2'],
  // Which vessel?
  ['Q88.pdf', null],
  // Only one vessel is asked for it.
  ['class-status.pdf', 'c'],
  ['Class certificate of Aurora.pdf', 'cc'],
  ['joint_plan.pdf', 'plan'],
  ['scan0001.pdf', null],
])('the file %j is for %j', (name, id) => {
  expect(matchFiles([name], DOCUMENTS)).toEqual([id]);
});

test('two files for one document are left to the user', () => {
  expect(matchFiles(['Q88 Aurora.pdf', 'Q88 Aurora (2).pdf', 'joint plan.pdf'], DOCUMENTS)).toEqual([
    null,
    null,
    'plan',
  ]);
});
