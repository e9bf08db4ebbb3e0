import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import { restoreInstallation } from '../../src/app/restore-installation.ts';
import type { RoomEvent } from '../../src/automation/streams/room-events.ts';
import type { ChainedEntry } from '../../src/platform/audit/audit-chain.ts';
import { readAudit, readAuditHead } from '../../src/platform/audit/audit-log.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import {
  AUDIT_ACTIONS,
  type AuditAction,
  findDefinition,
  payloadSchema,
} from '../../src/platform/events/catalogue.ts';
import { ROOM_PARTS, type RoomPart } from '../../src/platform/events/event-definition.ts';
import { type Answer, type Client, createClient } from '../support/client.ts';
import { type OpenedRoom, openRoom } from '../support/rooms.ts';
import type { TestServer } from '../support/server.ts';
import { test } from '../support/server-test.ts';
import { ageBlobs } from '../support/stored-blobs.ts';

/** Something that a user does, and the actions that the audit log has of it. */
type Step = [actions: AuditAction[], act: () => Promise<unknown>];

const HOUR_MS = 3_600_000;
/** Fails if the server refused the request. */
async function done(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answer;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
}

/** The paths of the things in the room. */
const paths = { party: '', vessel: '', approval: '', document: '', requirement: '' };
const TYPE = { code: 'tug_plan', name: 'Tug plan', category: 'general', criticality: 'low', required: false };
const TEMPLATE = {
  ...{ code: 'tug_work', name: 'Tug work', trade: 'oil' },
  requirements: [{ type_code: 'crew_list', required: true, criticality: 'med' }],
};
const SHIP = { name: 'Aurora', vessel_type: 'Aframax', flag: 'Malta', imo: '9074729', draft: 12.5 };

/** Makes one thing of each kind: whatever changes later can show in all of them. */
function makingSteps(admin: Client, broker: Client, room: OpenedRoom): Step[] {
  const make = async (name: keyof typeof paths, part: string, body: object) => {
    const { id } = await done(broker.post(`${room.path}/${part}`, body));
    paths[name] = `${room.path}/${part}/${id}`;
    return id;
  };
  let party_id: string;
  let vessel_id: string;
  return [
    [
      ['party_added'],
      async () => {
        const owner = { role: 'owner', name: 'The owner', email: 'owner@roomshot.example' };
        party_id = await make('party', 'parties', owner);
      },
    ],
    [
      ['vessel_created'],
      async () => {
        vessel_id = await make('vessel', 'vessels', SHIP);
      },
    ],
    [['approval_requested'], () => make('approval', 'approvals', { party_id, vessel_id })],
    [['document_type_created'], () => done(admin.post('/document-types', TYPE))],
    [
      ['document_created'],
      () => make('document', 'documents', { type_code: TYPE.code, vessel_id, expires_on: '2027-03-05' }),
    ],
  ];
}

/** Adds a vessel with the name of the one that follows, which then sets both names apart. */
async function addNamesake(broker: Client, { path }: OpenedRoom): Promise<void> {
  const { id: vessel_id } = await done(broker.post(`${path}/vessels`, { ...SHIP, imo: '9319466' }));
  const [{ id: party_id }] = (await done(broker.get(`${path}/parties`))).items;
  await done(broker.post(`${path}/approvals`, { party_id, vessel_id }));
  await done(broker.post(`${path}/documents`, { type_code: 'crew_list', vessel_id }));
}

function changingSteps(admin: Client, broker: Client, room: OpenedRoom): Step[] {
  const form = new FormData();
  form.set('file', new Blob(['%PDF-1.7'], { type: 'application/pdf' }), 'plan.pdf');
  const upload = () => broker.open(`${paths.document}/file`, { method: 'PUT', body: form });
  let subject: string;
  const approve = async () => {
    const decision = { note: 'Agreed.', subjects: ['The fenders are on board.'] };
    const { subjects } = await done(admin.post(`${paths.approval}/approve`, decision));
    subject = `${paths.approval}/subjects/${subjects[0].id}`;
  };
  const lift = () => done(broker.post(`${subject}/lift`, { reason: 'They are.' }));
  const approval = { expires_on: '2027-01-31' };
  return [
    [['message_sent'], () => done(broker.post(`${room.path}/messages`, { text: 'Fenders are rigged.' }))],
    [['room_updated'], () => done(broker.patch(room.path, { sts_eta: '2027-04-01T08:00:00Z' }))],
    [['snapshot_retention_changed'], () => done(admin.patch(room.path, { snapshot_retention_days: 30 }))],
    [['status_change'], () => done(broker.post(`${room.path}/status`, { status: 'ready', override: 'Go.' }))],
    [['approval_updated'], approve],
    [['approval_subject_lifted'], lift],
    [['vessel_updated', 'approval_lapsed'], () => done(broker.patch(paths.vessel, { name: 'Aurora I' }))],
    [['approval_updated'], approve],
    [['approval_revoked'], () => done(broker.post(`${paths.approval}/revoke`))],
    [['party_updated'], () => done(broker.patch(paths.party, { role: 'charterer', name: 'Polar Lines' }))],
    [['vessel_updated'], () => done(broker.patch(paths.vessel, { name: 'Aurora II', draft: null }))],
    [['template_created'], () => done(admin.post('/templates', TEMPLATE))],
    [['template_updated'], () => done(admin.patch(`/templates/${TEMPLATE.code}`, { name: 'Tugs' }))],
    [['template_deleted'], () => done(admin.delete(`/templates/${TEMPLATE.code}`))],
    [['document_type_updated'], () => done(admin.patch(`/document-types/${TYPE.code}`, { name: 'Tugs' }))],
    [['document_updated'], () => done(broker.patch(paths.document, { expires_on: '2027-01-31' }))],
    [['document_uploaded'], upload],
    [['document_downloaded'], () => broker.download(`${paths.document}/file`)],
    [['document_rejected'], () => done(broker.post(`${paths.document}/reject`, { note: 'Unsigned.' }))],
    [['document_approved'], () => done(broker.post(`${paths.document}/approve`, approval))],
    [['document_file_deleted'], () => done(broker.delete(`${paths.document}/file`))],
    [
      ['requirement_added'],
      async () => {
        const { id } = await done(broker.post(`${room.path}/requirements`, { type_code: 'drill_record' }));
        paths.requirement = `${room.path}/requirements/${id}`;
      },
    ],
    [['requirement_updated'], () => done(broker.patch(paths.requirement, { criticality: 'high' }))],
    [['requirement_removed'], () => done(broker.delete(`${paths.requirement}?reason=Known`))],
  ];
}

const removingSteps = (admin: Client, broker: Client, room: OpenedRoom): Step[] => [
  [['vessel_deleted'], () => done(admin.delete(`${paths.vessel}?documents=superseded`))],
  [['party_removed'], () => done(broker.delete(`${paths.party}?reason=Sold`))],
  [['document_deleted'], () => done(broker.delete(paths.document))],
  [['room_deleted'], () => done(admin.delete(room.path))],
];

function snapshotSteps(server: TestServer, admin: Client, broker: Client, room: OpenedRoom): Step[] {
  let snapshot: Answer['body'];
  const task = () => `/snapshots/tasks/${snapshot.task_id}`;
  const ask = async () => {
    snapshot = await done(broker.post(`${room.path}/snapshots`, { snapshot_type: 'json' }));
  };
  const failForDamage = async () => {
    const { query } = server.roomshot.database;
    const states = query.updateTable('room_states').set({ content: '{}' });
    await states.where('hash', '=', snapshot.state_hash).execute();
    server.roomshot.jobs.start();
    await done(broker.get(`${task()}?wait=60`));
  };
  const forgetEdition = async () => {
    const [{ key }] = (await done(admin.get('/admin/cache/editions'))).items;
    await done(admin.delete(`/admin/cache/editions/${key}`));
  };
  const makeAnother = async () => {
    await done(broker.post(`${room.path}/messages`, { text: 'Slack water at noon.' }));
    await ask();
    await done(broker.get(`${task()}?wait=60`));
  };
  return [
    [['snapshot_created'], ask],
    [['snapshot_cancelled'], () => done(broker.post(`${task()}/cancel`))],
    [['snapshot_retried'], () => done(broker.post(`${task()}/retry`))],
    [['snapshot_failed'], failForDamage],
    [['message_sent', 'snapshot_created', 'snapshot_generated'], makeAnother],
    [['snapshot_downloaded'], () => broker.download(snapshot.download_url)],
    [['cache_invalidated'], forgetEdition],
    [['snapshot_deleted'], () => done(admin.delete(`${room.path}/snapshots/${snapshot.id}`))],
  ];
}

function accountSteps(server: TestServer, admin: Client): Step[] {
  const email = 'mate@roomshot.example';
  const [first, next] = ['nine quick fenders', 'twelve slow hawsers'];
  let path: string;
  let client: Client;
  const logIn = async (password: string) => {
    const { token } = await done(server.anonymous.post('/auth/login', { email, password }));
    client = createClient(server.server.address, token);
  };
  const change = (current_password: string) =>
    client.post('/auth/password', { current_password, new_password: next });
  return [
    [
      ['user_created'],
      async () => {
        const account = { email, name: 'The mate', role: 'viewer', password: first };
        path = `/users/${(await done(admin.post('/users', account))).id}`;
      },
    ],
    [['login_failed'], () => server.anonymous.post('/auth/login', { email, password: next })],
    [['login_succeeded'], () => logIn(first)],
    [['logged_out'], () => done(client.post('/auth/logout'))],
    [['login_succeeded'], () => logIn(first)],
    [['password_change_refused'], () => change('no such password')],
    [['password_changed'], () => done(change(first))],
    [
      ['user_updated', 'user_deactivated'],
      () => done(admin.patch(path, { name: 'The old mate', role: 'owner', active: false })),
    ],
  ];
}

function systemSteps(
  admin: Client,
  folder: string,
  room: OpenedRoom,
  letTimePass: () => Promise<void>,
): Step[] {
  const backup = join(folder, 'backup');
  return [
    [['cache_invalidated'], () => done(admin.delete(`/admin/cache/rooms/${room.id}`))],
    [['cache_invalidated'], () => done(admin.delete('/admin/cache/editions'))],
    [
      ['clock_confirmed'],
      async () => {
        await letTimePass();
        await done(admin.post('/admin/clock/confirmation'));
      },
    ],
    [['cleanup_held_back'], () => done(admin.post('/admin/cleanup'))],
    [['cleanup_done'], () => done(admin.post('/admin/cleanup?confirmed_files=1000'))],
    [
      ['backup_made'],
      async () => {
        const { body } = await admin.open('/admin/backup', { method: 'POST' });
        await writeFile(backup, body ?? '');
      },
    ],
  ];
}

const QUERIES: Partial<Record<RoomPart, string>> = { activity: '?limit=100', snapshots: '?limit=100' };

async function readPart(admin: Client, room: OpenedRoom, part: RoomPart): Promise<[RoomPart, string]> {
  const path = part === 'room' ? room.path : `${room.path}/${part}${QUERIES[part] ?? ''}`;
  return [part, JSON.stringify((await admin.get(path)).body)];
}

/** What the API answers for each part of the room. */
const readParts = async (admin: Client, room: OpenedRoom): Promise<Map<RoomPart, string>> =>
  new Map(await Promise.all(ROOM_PARTS.map((part) => readPart(admin, room, part))));

/** The last entry of an installation that is restored from the backup. */
async function readRestoration(folder: string): Promise<ChainedEntry[]> {
  const dataFolder = join(folder, 'restored');
  await restoreInstallation({ dataFolder, databaseUrl: undefined }, join(folder, 'backup'));
  const database = await openDatabase({ url: undefined, dataFolder });
  try {
    const { seq } = await readAuditHead(database.query);
    return await readAudit(database.query, { after: seq - 1 });
  } finally {
    await database.close();
  }
}

const ajv = new Ajv({ strict: false });

/** What is wrong with the payload of an entry, if anything. */
function faultsOf({ action, detail }: ChainedEntry): unknown {
  const isValid = ajv.compile(payloadSchema(action as AuditAction));
  return isValid(detail) ? undefined : { action, detail, errors: isValid.errors };
}

test('each action has the payload, the audience and the stale parts that the catalogue states', async ({
  server,
  admin,
  broker,
  folder,
  setClockAhead,
}) => {
  // A snapshot can only be cancelled as long as nobody makes it.
  server.roomshot.jobs.queue.drain();
  const room = await openRoom(broker);
  await addNamesake(broker, room);
  const events: RoomEvent[] = [];
  const ignore = () => {};
  const { query } = server.roomshot.database;
  const prepared = await readAuditHead(query);
  // What prepared the room can still be on its way to the subscribers.
  const onEvent = (event: RoomEvent) => void (event.seq > prepared.seq && events.push(event));
  server.roomshot.events.rooms.subscribe(room.id, { onEvent, onGap: ignore, onAccountsChanged: ignore });
  const entries = await readAudit(query, { roomId: room.id });
  const streamed: string[] = [];
  const letTimePass = async () => {
    setClockAhead(2 * HOUR_MS);
    await ageBlobs(server);
  };
  const steps = [
    ...makingSteps(admin, broker, room),
    ...changingSteps(admin, broker, room),
    ...snapshotSteps(server, admin, broker, room),
    ...accountSteps(server, admin),
    ...systemSteps(admin, folder, room, letTimePass),
    ...removingSteps(admin, broker, room),
  ];
  let before = await readParts(admin, room);
  for (const [actions, act] of steps) {
    const { seq } = await readAuditHead(query);
    await act();
    const added = await readAudit(query, { after: seq });
    expect(added.map(({ action }) => action)).toEqual(actions);
    entries.push(...added);
    const after = await readParts(admin, room);
    const changed = ROOM_PARTS.filter((part) => before.get(part) !== after.get(part));
    const definitions = actions.map((action) => findDefinition(action));
    const stale = definitions.flatMap((found) => (found && 'stale' in found ? found.stale : []));
    expect(new Set(stale), actions.join()).toEqual(new Set(changed));
    streamed.push(...actions.filter((_, n) => definitions[n]?.audience !== 'administrators'));
    before = after;
  }
  entries.push(...(await readRestoration(folder)));
  expect(entries.map(faultsOf).filter((fault) => fault !== undefined)).toEqual([]);
  expect([...new Set(entries.map(({ action }) => action))].toSorted()).toEqual(AUDIT_ACTIONS.toSorted());
  await expect.poll(() => events.map(({ kind }) => kind)).toEqual(streamed);
}, 120_000);
