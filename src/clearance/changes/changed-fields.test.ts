import { expect, test } from 'vitest';
import { ROOM_FIELDS } from '../vocabulary/room-fields.ts';
import { changedFields, nameFields } from './changed-fields.ts';

test('only what differs is a change', () => {
  const at = new Date('2026-11-23T10:00:00Z');
  const row = { title: 'Old', poac: null, sts_eta: at, draft: 12.5, revision: 3 };
  const patch = { title: 'New', poac: null, sts_eta: new Date(at), draft: undefined };
  expect(changedFields(row, patch)).toEqual({
    changes: { title: 'New' },
    names: ['title'],
    detail: { title: { old: 'Old', new: 'New' } },
  });
});

test('a changed instant is recorded in UTC', () => {
  const { detail } = changedFields(
    { sts_eta: new Date('2026-11-23T10:00:00Z') },
    { sts_eta: new Date('2026-11-23T11:00:00+02:00') },
  );
  expect(detail).toEqual({ sts_eta: { old: '2026-11-23T10:00:00.000Z', new: '2026-11-23T09:00:00.000Z' } });
});

test('fields are named as people do', () => {
  expect(nameFields(['sts_eta', 'cargo_quantity', 'location'], ROOM_FIELDS)).toBe(
    'ETA, cargo quantity, and location',
  );
});
