import { randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import { changesRoom, may } from '../../src/people/permissions/policy.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import type { Client } from '../support/client.ts';
import { join } from '../support/rooms.ts';
import { STATED_ROUTES } from '../support/route-table.ts';
import { test as serverTest } from '../support/server-test.ts';

const VESSEL = { name: 'Aurora', vessel_type: 'Aframax', flag: 'Malta', imo: '9074729' };

/** A room with one of everything, and the ids of those. */
const test = serverTest.extend('room', async ({ broker, newRoom: { path } }) => {
  // The clearance does not count it, so nothing that takes it away needs a reason.
  const typeCode = 'crew_list';
  const party = await join(broker, path, 'viewer');
  const vessel = await broker.post(`${path}/vessels`, VESSEL);
  const document = await broker.post(`${path}/documents`, { type_code: typeCode });
  const [requirement] = (await broker.get(`${path}/requirements`)).body.items;
  const [asked] = (await broker.get(`${path}/approvals`)).body.items;
  const subjects = ['The fenders are on board.'];
  const { body: approval } = await broker.post(`${path}/approvals/${asked.id}/approve`, { subjects });
  const ids: Record<string, string> = {
    ...{ party_id: party.body.id, vessel_id: vessel.body.id },
    ...{ document_id: document.body.id, requirement_id: requirement.id },
    ...{ approval_id: approval.id, subject_id: approval.subjects[0].id },
  };
  return { path, ids, typeCode };
});

interface FilledRoom {
  path: string;
  ids: Record<string, string>;
  typeCode: string;
}

/** Every change of a room's contents that a broker may make, and with what. */
const BODIES: Record<string, (room: FilledRoom) => object> = {
  'PATCH /': () => ({ location: 'Off Tangier' }),
  'POST /status': () => ({ status: 'active', override: 'Agreed.' }),
  'POST /messages': () => ({ text: 'One more thing' }),
  'POST /parties': () => ({ role: 'seller', name: 'Sam', email: 'sam@example.com' }),
  'PATCH /parties/:party_id': () => ({ name: 'Vera' }),
  'DELETE /parties/:party_id': () => ({}),
  'POST /vessels': () => ({ ...VESSEL, name: 'Polaris', imo: '9319466' }),
  'PATCH /vessels/:vessel_id': () => ({ flag: 'Greece' }),
  'POST /requirements': () => ({ type_code: 'sts_plan' }),
  'PATCH /requirements/:requirement_id': () => ({ criticality: 'high' }),
  'DELETE /requirements/:requirement_id': () => ({}),
  'POST /documents': ({ typeCode }) => ({ type_code: typeCode }),
  'PATCH /documents/:document_id': () => ({ priority: 'urgent' }),
  'DELETE /documents/:document_id': () => ({}),
  'POST /documents/:document_id/approve': () => ({}),
  'POST /documents/:document_id/reject': () => ({}),
  'POST /documents/:document_id/file': () => certificate(),
  'PUT /documents/:document_id/file': () => certificate(),
  'DELETE /documents/:document_id/file': () => ({}),
  'POST /approvals': ({ ids }) => ({ party_id: ids.party_id, vessel_id: ids.vessel_id }),
  'POST /approvals/:approval_id/approve': () => ({}),
  'POST /approvals/:approval_id/reject': () => ({}),
  'POST /approvals/:approval_id/revoke': () => ({}),
  'POST /approvals/:approval_id/subjects/:subject_id/lift': () => ({ reason: 'They are.' }),
};

function certificate(): FormData {
  const form = new FormData();
  form.append('file', new Blob(['certificate']), 'certificate.pdf');
  return form;
}

const IN_ROOM = / \/api\/v1\/rooms\/:room_id/;
const changes = Object.entries(STATED_ROUTES).flatMap(([route, access]) => {
  if (typeof access !== 'object' || !('room' in access) || route.startsWith('GET')) return [];
  if (!changesRoom(access.room) || !may('broker', access.room)) return [];
  return [route.replace(IN_ROOM, ' ').replace(/ $/, ' /')];
});

async function make(
  client: Client,
  room: FilledRoom,
  change: string,
): Promise<{ status: number; code: string | undefined }> {
  const [method = '', place = ''] = change.split(' ');
  const body = BODIES[change]?.(room);
  const bare = method === 'DELETE';
  const answer = await client.open(
    room.path + place.replace(/^\/$/, '').replace(/:(\w+)/g, (_, name) => room.ids[name] ?? ''),
    {
      method,
      ...(body instanceof FormData
        ? { body }
        : !bare && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    },
  );
  return { status: answer.status, code: JSON.parse(await answer.text()).code };
}

const close = async (broker: Client, path: string, status: 'completed' | 'cancelled') => {
  if (status === 'completed') await broker.post(`${path}/status`, { status: 'active', override: 'Agreed.' });
  expect((await broker.post(`${path}/status`, { status })).status).toBe(200);
};

test('every kind of change is tried', () => {
  expect(Object.keys(BODIES).sort()).toEqual(changes.sort());
});

describe.each(['completed', 'cancelled'] as const)('a %s room', (status) => {
  test('is not changed by anybody but an administrator', async ({ broker, admin, room }) => {
    await close(broker, room.path, status);
    const before = (await broker.get(room.path)).body;
    for (const change of changes)
      expect(await make(broker, room, change), change).toEqual({ status: 409, code: 'room_closed' });
    expect((await broker.get(room.path)).body).toEqual(before);
    for (const change of changes)
      expect((await make(admin, room, change)).code, change).not.toBe('room_closed');
    expect((await broker.get(room.path)).body.revision).toBeGreaterThan(before.revision);
  });

  test('can still be recorded, and says that this is all', async ({ broker, admin, room }) => {
    await close(broker, room.path, status);
    expect((await broker.post(`${room.path}/snapshots`, { snapshot_type: 'json' })).status).toBe(201);
    expect((await broker.get(room.path)).body.permissions).toEqual([
      ...['room.view', 'commercial.view', 'room.copy', 'snapshot.view', 'snapshot.create'],
    ]);
    expect((await admin.get(room.path)).body.permissions).toContain('vessel.write');
  });
});

test('the file that a closed room refuses is not stored', async ({ server, broker, room }) => {
  await close(broker, room.path, 'cancelled');
  for (const method of ['PUT', 'POST']) {
    const content = randomBytes(100_000);
    const form = new FormData();
    form.append('file', new Blob([content]), 'certificate.pdf');
    const path = `${room.path}/documents/${room.ids.document_id}/file`;
    const answer = await broker.open(path, { method, body: form });
    expect([answer.status, JSON.parse(await answer.text()).code]).toEqual([409, 'room_closed']);
    expect(await server.roomshot.blobs.verify(sha256(content))).not.toBe('whole');
  }
});

test('the refusal says what to do', async ({ broker, room }) => {
  await close(broker, room.path, 'cancelled');
  const { body } = await broker.post(`${room.path}/messages`, { text: 'One more thing' });
  expect(body.detail).toContain('cancelled and closed');
  expect(body.detail).toContain('Ask an administrator');
});
