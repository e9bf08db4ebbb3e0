import { expect, test } from 'vitest';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { filterDocuments, filterOf } from './document-filter.ts';

const Q88: RoomDocument = {
  ...{ id: '1', type_code: 'q88', type_name: 'Q88', category: 'technical', criticality: 'high' },
  ...{ required: true, vessel_id: 'v', vessel_name: 'Łódź Émeraude', status: 'approved', priority: 'normal' },
  ...{
    critical_path: false,
    expires_on: null,
    days_at_eta: null,
    expires_early: false,
    notes: 'Seen on board',
    file_name: null,
  },
  ...{ file_size: null, file_sha256: null, uploaded_by: null, uploaded_at: null },
  ...{ reviewed_by: null, reviewed_at: null },
};
const PLAN: RoomDocument = {
  ...{ ...Q88, id: '2', type_name: 'Joint plan', vessel_id: null, vessel_name: null },
  ...{ status: 'missing', category: 'general', notes: null },
};
const REASONS = [
  { blocking: true, document_id: '2', approval_id: null, code: '', subject: '', text: '' },
  { blocking: false, document_id: '1', approval_id: null, code: '', subject: '', text: '' },
];

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
