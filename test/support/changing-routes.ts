import type { Client } from './client.ts';
import { upload } from './evidence.ts';
import { openRoom } from './rooms.ts';
import { PASSWORD } from './settings.ts';
import { takeSnapshot } from './snapshots.ts';

const VESSEL = { name: 'Aurora', vessel_type: 'Aframax', flag: 'Malta', imo: '9074729' };

/** A room with one of everything, and the ids by the names that paths have for them. */
export interface FilledRoom {
  path: string;
  ids: Record<string, string>;
  typeCode: string;
}

/** Fills a room of the broker. */
export async function fillRoom(broker: Client): Promise<FilledRoom> {
  const { path, id } = await openRoom(broker);
  // The clearance does not count it, so nothing that takes it away needs a reason.
  const typeCode = 'crew_list';
  const email = `${id}@parties.example`;
  const party = await broker.post(`${path}/parties`, { role: 'viewer', name: 'The viewer', email });
  const vessel = await broker.post(`${path}/vessels`, VESSEL);
  // The one that is removed: nothing was sent for it.
  const other = await broker.post(`${path}/vessels`, { ...VESSEL, name: 'Polaris', imo: '9319466' });
  const listed = { type_code: typeCode, vessel_id: vessel.body.id };
  const document = await broker.post(`${path}/documents`, listed);
  const [requirement] = (await broker.get(`${path}/requirements`)).body.items;
  const { created } = await takeSnapshot(broker, id, { snapshot_type: 'json' });
  await upload(broker, `${path}/documents/${document.body.id}`);
  const [asked] = (await broker.get(`${path}/approvals`)).body.items;
  const subjects = ['The fenders are on board.'];
  const { body: approval } = await broker.post(`${path}/approvals/${asked.id}/approve`, { subjects });
  const ids = {
    ...{ room_id: id, party_id: party.body.id, vessel_id: other.body.id, document_id: document.body.id },
    ...{ requirement_id: requirement.id, approval_id: approval.id, subject_id: approval.subjects[0].id },
    ...{ snapshot_id: created.id, task_id: created.task_id },
    ...{ code: typeCode, id, key: '0'.repeat(64) },
  };
  return { path, ids, typeCode };
}

export interface Change {
  body(room: FilledRoom): object;
  /** The answer to an administrator, or to the broker where only parties may. 200 and 201 if left out. */
  status?: number;
}

const form = (): FormData => {
  const file = new FormData();
  file.append('file', new Blob(['another certificate']), 'another.pdf');
  return file;
};
const nothing = () => ({});

/**
 * What every route that changes something is asked for, by its name in the table of routes. A route that is missing
 * here makes a test fail.
 */
export const CHANGES: Record<string, Change> = {
  'POST /api/v1/auth/logout': { body: nothing },
  'POST /api/v1/auth/password': {
    body: () => ({ current_password: PASSWORD, new_password: 'seven slow tugboats' }),
  },
  'POST /api/v1/admin/backup': { body: nothing },
  'POST /api/v1/admin/cleanup': { body: nothing },
  'POST /api/v1/admin/clock/confirmation': { body: nothing },
  'DELETE /api/v1/admin/cache/editions': { body: nothing },
  'DELETE /api/v1/admin/cache/editions/:key': { body: nothing, status: 404 },
  'DELETE /api/v1/admin/cache/rooms/:id': { body: nothing },
  'POST /api/v1/admin/cache/warm': { body: ({ ids }) => ({ room_ids: [ids.room_id], types: ['json'] }) },
  'POST /api/v1/users': {
    body: ({ ids }) => ({ email: `${ids.room_id}@users.example`, name: 'New', role: 'viewer' }),
  },
  'PATCH /api/v1/users/:user_id': { body: () => ({ name: 'Renamed' }) },
  'POST /api/v1/document-types': {
    body: ({ ids }) => ({
      code: `type_${ids.room_id?.slice(0, 8)}`,
      name: 'A type',
      category: 'general',
      required: false,
      criticality: 'low',
    }),
  },
  'PATCH /api/v1/document-types/:code': { body: ({ ids }) => ({ description: `As of ${ids.room_id}` }) },
  'POST /api/v1/templates': {
    body: ({ ids }) => ({
      ...{ code: `template_${ids.room_id?.slice(0, 8)}`, name: 'A template', trade: 'oil' },
      requirements: [{ type_code: 'crew_list', required: true, criticality: 'med' }],
    }),
  },
  'PATCH /api/v1/templates/:code': { body: () => ({ name: 'Renamed' }), status: 404 },
  'DELETE /api/v1/templates/:code': { body: nothing, status: 404 },
  'POST /api/v1/rooms/:room_id/copy': {
    body: () => ({ title: 'A copy', sts_eta: '2027-03-01T08:00:00Z' }),
  },
  'POST /api/v1/rooms': {
    body: () => ({ title: 'Another', location: 'Off Malta', sts_eta: '2027-03-01T08:00:00Z' }),
  },
  'PATCH /api/v1/rooms/:room_id': { body: () => ({ location: 'Off Tangier' }) },
  'DELETE /api/v1/rooms/:room_id': { body: nothing },
  'POST /api/v1/rooms/:room_id/status': { body: () => ({ status: 'on_hold' }), status: 409 },
  'POST /api/v1/rooms/:room_id/messages': { body: () => ({ text: 'One more thing' }) },
  'POST /api/v1/rooms/:room_id/parties': {
    body: ({ ids }) => ({ role: 'seller', name: 'Sam', email: `sam-${ids.room_id}@parties.example` }),
  },
  'PATCH /api/v1/rooms/:room_id/parties/:party_id': { body: () => ({ name: 'Vera' }) },
  'DELETE /api/v1/rooms/:room_id/parties/:party_id': { body: nothing },
  'POST /api/v1/rooms/:room_id/vessels': { body: () => ({ ...VESSEL, name: 'Vega', imo: '9312042' }) },
  'PATCH /api/v1/rooms/:room_id/vessels/:vessel_id': { body: () => ({ flag: 'Greece' }) },
  'DELETE /api/v1/rooms/:room_id/vessels/:vessel_id': { body: nothing },
  'POST /api/v1/rooms/:room_id/requirements': { body: () => ({ type_code: 'sts_plan' }) },
  'PATCH /api/v1/rooms/:room_id/requirements/:requirement_id': { body: () => ({ criticality: 'high' }) },
  'DELETE /api/v1/rooms/:room_id/requirements/:requirement_id': { body: nothing },
  'POST /api/v1/rooms/:room_id/documents': { body: ({ typeCode }) => ({ type_code: typeCode }) },
  'PATCH /api/v1/rooms/:room_id/documents/:document_id': { body: () => ({ priority: 'urgent' }) },
  'DELETE /api/v1/rooms/:room_id/documents/:document_id': { body: nothing },
  'POST /api/v1/rooms/:room_id/documents/:document_id/approve': { body: nothing },
  'POST /api/v1/rooms/:room_id/documents/:document_id/reject': { body: nothing },
  'POST /api/v1/rooms/:room_id/documents/:document_id/file': { body: form },
  'PUT /api/v1/rooms/:room_id/documents/:document_id/file': { body: form },
  'DELETE /api/v1/rooms/:room_id/documents/:document_id/file': { body: nothing },
  'POST /api/v1/rooms/:room_id/approvals': {
    body: ({ ids }) => ({ party_id: ids.party_id, vessel_id: ids.vessel_id }),
    status: 422,
  },
  'POST /api/v1/rooms/:room_id/approvals/:approval_id/approve': { body: nothing },
  'POST /api/v1/rooms/:room_id/approvals/:approval_id/reject': { body: nothing },
  'POST /api/v1/rooms/:room_id/approvals/:approval_id/revoke': { body: nothing },
  'POST /api/v1/rooms/:room_id/approvals/:approval_id/subjects/:subject_id/lift': {
    body: () => ({ reason: 'They are.' }),
  },
  'POST /api/v1/rooms/:room_id/snapshots': { body: () => ({ snapshot_type: 'json' }) },
  'DELETE /api/v1/rooms/:room_id/snapshots/:snapshot_id': { body: nothing },
  'POST /api/v1/snapshots/tasks/:task_id/cancel': { body: nothing, status: 409 },
  'POST /api/v1/snapshots/tasks/:task_id/retry': { body: nothing, status: 409 },
};

/** The path of a route in a room. */
export const pathIn = (path: string, { ids }: FilledRoom): string =>
  path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? '');

/** The bytes and the type of a body. */
export async function encode(body: object): Promise<{ type: string; body: Buffer }> {
  const content = body instanceof FormData ? body : JSON.stringify(body);
  const encoded = new Response(content);
  const isForm = body instanceof FormData;
  return {
    type: isForm ? (encoded.headers.get('content-type') ?? '') : 'application/json',
    body: Buffer.from(await encoded.arrayBuffer()),
  };
}
