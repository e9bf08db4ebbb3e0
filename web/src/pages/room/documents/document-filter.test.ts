import { expect, test } from 'vitest';
import type { Room, RoomDocument } from '../../../room/room-queries.ts';
import { filterDocuments, filterOf } from './document-filter.ts';

const Q88: RoomDocument = {
  ...{ id: '1', type_code: 'q88', type_name: 'Q88', category: 'technical', criticality: 'high' },
  ...{ required: true, vessel_id: 'v', vessel_name: 'Łódź Émeraude', status: 'approved', priority: 'normal' },
  ...{ applies_to: 'each_ship', due_stage: 'run_in', expires: true, max_age_days: null, needs_file: true },
  ...{ certificate_number: null, issuer: null, issued_on: null, no_expiry_stated: false, valid_until: null },
  ...{ critical_path: false, expires_on: null, days_to_spare: null, expires_early: false },
  ...{ notes: 'Seen on board', version: 0, file_name: null, file_mismatch: null },
  ...{ responsible_party_id: null, responsible_party: null, earlier_versions: [] },
  ...{ file_size: null, file_sha256: null, uploaded_by: null, uploaded_at: null },
  ...{ reviewed_by: null, reviewed_at: null },
};
const PLAN: RoomDocument = {
  ...{ ...Q88, id: '2', type_name: 'Joint plan', vessel_id: null, vessel_name: null },
  ...{ status: 'missing', category: 'general', notes: null },
};
const reason = (document_id: string, blocking: boolean): Room['verdict']['reasons'][number] => ({
  ...{ blocking, document_id, approval_id: null, party_id: null, action: null, acts: [] },
  ...{ code: '', subject: '', text: '' },
});
const REASONS = [reason('2', true), reason('1', false)];

const found = (search: string) =>
  filterDocuments([Q88, PLAN], filterOf(new URLSearchParams(search)), REASONS).map(({ id }) => id);

test.each([
  ['', ['1', '2']],
  ['q=emeraude', ['1']],
  ['q=BOARD q88', ['1']],
  ['q=board plan', []],
  ['status=missing', ['2']],
  ['vessel=v', ['1']],
  ['vessel=room', ['2']],
  ['category=technical&status=missing', []],
  ['findings=blocking', ['2']],
  ['findings=open', ['1', '2']],
])('the search %j finds %j', (search, ids) => {
  expect(found(search)).toEqual(ids);
});
