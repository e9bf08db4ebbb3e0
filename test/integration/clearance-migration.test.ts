import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { loadState } from '../../src/clearance/state/room-state-store.ts';
import { DOCUMENT_FIELDS } from '../../src/clearance/vocabulary/document-fields.ts';
import type { FieldTable } from '../../src/clearance/vocabulary/field.ts';
import { APPROVAL_FIELDS, PARTY_FIELDS } from '../../src/clearance/vocabulary/party-fields.ts';
import { ROOM_FIELDS } from '../../src/clearance/vocabulary/room-fields.ts';
import type { RoomState } from '../../src/clearance/vocabulary/room-state.ts';
import { VESSEL_FIELDS } from '../../src/clearance/vocabulary/vessel-fields.ts';
import { neededBlobs } from '../../src/operations/backup/table-copy-store.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { sampleNeeded } from '../../src/platform/installation/installation-store.ts';
import { canonicalJson } from '../../src/platform/kernel/canonical-json.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { verifyFile } from '../../src/records/verification/verify.ts';
import { approveAll, type ClearedRoom, listDocuments, openClearedRoom } from '../support/cleared-room.ts';
import type { Answer, Client } from '../support/client.ts';
import { PDF } from '../support/evidence.ts';
import { copyToOlderShape } from '../support/older-database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createDatabase, dropDatabase } from '../support/server-databases.ts';
import { takeSnapshot } from '../support/snapshots.ts';

/** The newest one that knew nothing of the rules of clearance. */
const BEFORE = '0012-failed-attempts';
const NAME = `roomshot_before_the_rules_${process.pid}`;
/** Records that were requested before, and whose rendering failed. */
const FAILED = { json: randomUUID(), pdf: randomUUID() };

let dataFolder: string;
let databaseUrl: string | undefined;
let room: ClearedRoom;
/** A record that was taken before. */
let taken: Answer['body'];
let oldContent: string;
let server: TestServer;
let broker: Client;
let owner: Client;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'roomshot-before-the-rules-'));
  databaseUrl = inject('serverUrl') ? await createDatabase(inject('serverUrl'), NAME) : undefined;
  {
    await using today = await startTestServer();
    const people = { broker: await today.as('broker'), owner: await today.as('owner') };
    room = await openClearedRoom(people);
    await people.broker.post(`${room.path}/requirements`, { type_code: 'hose_tests' });
    ({ snapshot: taken } = await takeSnapshot(people.broker, room.id, { snapshot_type: 'json' }));
    await copyToOlderShape(today, { dataFolder, databaseUrl }, BEFORE, makeOlder);
  }
  server = await startTestServer({ place: { dataFolder, databaseUrl } });
});
beforeEach(async () => {
  [broker, owner] = [await server.as('broker'), await server.as('owner')];
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  if (databaseUrl) await dropDatabase(inject('serverUrl'), NAME);
  await rm(dataFolder, { recursive: true });
});

/**
 * The first thing that a start reads, and what a restored backup is checked by: both before anything is migrated.
 */
async function expectReadable({ query }: Database): Promise<void> {
  const hashes: string[] = [];
  for await (const hash of neededBlobs(query)) hashes.push(hash);
  for (const needed of [hashes, await sampleNeeded(query, 1000)]) expect(needed).toContain(sha256(PDF));
}

/** Gives the room an approved document of which there is nothing, and a frozen state that says that it is cleared. */
async function makeOlder(older: Database): Promise<void> {
  await expectReadable(older);
  const fenders = room.documents.find(({ type_code }) => type_code === 'fender_certificates');
  await sql`update documents set file_name = null, file_type = null, file_size = null, file_sha256 = null,
    uploaded_by = null, uploaded_at = null, expires_on = null where id = ${fenders.id}::uuid`.execute(
    older.query,
  );
  const state = await loadState(older.query, taken.state_hash);
  oldContent = canonicalJson(olderState(state));
  await sql`insert into room_states (hash, room_id, revision, content, captured_at)
    select ${sha256(oldContent)}, room_id, revision, ${oldContent}, captured_at
    from room_states where hash = ${taken.state_hash}`.execute(older.query);
  for (const [type, id] of Object.entries(FAILED)) await requestRecord(older, type, id);
}

async function requestRecord(older: Database, type: string, id: string): Promise<void> {
  await sql`insert into snapshots (id, room_id, room_title, state_hash, revision, title, type, include_documents,
      include_approvals, include_activity, created_by, created_by_name, created_at, status, error)
    select ${id}::uuid, room_id, room_title, ${sha256(oldContent)}, revision, 'Of before', ${type}, true, true, true,
      created_by, created_by_name, created_at, 'failed', 'The disk was full.'
    from snapshots where id = ${taken.id}::uuid`.execute(older.query);
  await sql`insert into tasks (id, snapshot_id, status, stage, progress, attempt, version, timeout_seconds, created_at)
    select 'snapshot-' || id, id, 'failed', 'queued', 0, 1, 1, 300, created_at
    from snapshots where id = ${id}::uuid`.execute(older.query);
}

const since = (table: FieldTable): string[] =>
  Object.entries(table).flatMap(([name, field]) =>
    'since' in field && field.since === '0.3.0' ? [name] : [],
  );
const without = (item: object, table: FieldTable, ...more: string[]): object =>
  Object.fromEntries(
    Object.entries(item).filter(([name]) => !since(table).includes(name) && !more.includes(name)),
  );

/** Returns a state as the version before wrote it: without what is new, and with the verdict of the old rules. */
function olderState(state: RoomState): object {
  const { requirements: _, exceptions: __, approved_facts: ___, ...kept } = state;
  return {
    ...kept,
    room: without(state.room, ROOM_FIELDS),
    verdict: { outcome: 'cleared', reasons: [] },
    parties: state.parties.map((item) => without(item, PARTY_FIELDS)),
    vessels: state.vessels.map((item) => without(item, VESSEL_FIELDS)),
    documents: state.documents.map((item) => ({
      ...without(item, DOCUMENT_FIELDS, 'earlier_versions'),
      days_at_eta: item.expires_on === null ? null : 300,
    })),
    approvals: state.approvals.map((item) => without(item, APPROVAL_FIELDS, 'subjects')),
  };
}

test('a frozen state and its record keep their bytes, and verify', async () => {
  const { query } = server.roomshot.database;
  const states = await query
    .selectFrom('room_states')
    .select('content')
    .where('hash', 'in', [sha256(oldContent), taken.state_hash])
    .execute();
  expect(states.map(({ content }) => sha256(content)).toSorted()).toEqual(
    [sha256(oldContent), taken.state_hash].toSorted(),
  );
  expect(await loadState(query, sha256(oldContent))).toEqual(JSON.parse(oldContent));
  const { bytes } = await broker.download(taken.download_url);
  expect(sha256(bytes)).toBe(taken.sha256);
  const trusted = [await readFile(join(dataFolder, 'signing/signing-certificate.pem'), 'utf8')];
  expect(await verifyFile(bytes, { trusted })).toMatchObject({ authentic: true });
});

test('a record of an old state can still be made, and says what the old rules said', async () => {
  const trusted = [await readFile(join(dataFolder, 'signing/signing-certificate.pem'), 'utf8')];
  for (const id of Object.values(FAILED)) {
    const retried = await broker.post(`/snapshots/tasks/snapshot-${id}/retry`);
    expect(retried.status, JSON.stringify(retried.body)).toBeLessThan(300);
    const task = await broker.get(`/snapshots/tasks/snapshot-${id}?wait=60`);
    expect(task.body).toMatchObject({ status: 'completed' });
    const { bytes } = await broker.download(`${room.path}/snapshots/${id}/download`);
    expect(await verifyFile(bytes, { trusted })).toMatchObject({ authentic: true });
  }
  const { bytes } = await broker.download(`${room.path}/snapshots/${FAILED.json}/download`);
  expect(JSON.parse(bytes.toString()).content.verdict).toEqual({ outcome: 'cleared', reasons: [] });
});

test('a room that was cleared is not more cleared, and the next record says so', async () => {
  const { verdict } = (await broker.get(room.path)).body;
  expect(verdict).toMatchObject({ outcome: 'not_cleared', stage: 'run_in', due_later: [] });
  const codes = verdict.reasons.map(({ code }: { code: string }) => code);
  // The hose certificates are due by a later stage. Nobody stated this before, so they count.
  expect(codes.toSorted()).toEqual([
    ...['approval_basis_not_stated', 'approval_basis_not_stated'],
    ...['document_expiry_not_stated', 'document_file_missing'],
    ...['document_issue_day_not_stated', 'document_issue_day_not_stated', 'document_missing'],
  ]);

  const { snapshot } = await takeSnapshot(broker, room.id, { snapshot_type: 'json' });
  expect([sha256(oldContent), taken.state_hash]).not.toContain(snapshot.state_hash);
  const { content } = JSON.parse((await broker.download(snapshot.download_url)).bytes.toString());
  expect(content.verdict).toEqual(verdict);
  const { body } = await broker.get(`${room.path}/snapshots/${FAILED.json}/diff/${snapshot.id}`);
  expect(body.verdict).toMatchObject({
    ...{ from: 'cleared', to: 'not_cleared' },
    text: expect.stringContaining('different rules: those of before 0.3.0 → roomshot-clearance'),
  });
});

test('its documents and requirements have no stage, and count at once', async () => {
  const documents = await listDocuments(broker, room.path);
  const { items: requirements } = (await broker.get(`${room.path}/requirements`)).body;
  expect(documents).toHaveLength(room.documents.length + 1);
  expect(requirements.map(({ type_code }: { type_code: string }) => type_code).toSorted()).toEqual(
    [...new Set(documents.map(({ type_code }) => type_code))].toSorted(),
  );
  for (const item of [...documents, ...requirements]) expect(item.due_stage).toBeNull();
  for (const { version, file_sha256 } of documents) expect(version).toBe(file_sha256 === null ? 0 : 1);
});

test('its approvals are asked for again only by what they lack, and can be given anew', async () => {
  const { items } = (await broker.get(`${room.path}/approvals`)).body;
  for (const approval of items) {
    expect(approval).toMatchObject({
      ...{ status: 'approved', concerns: 'operation', subjects: [] },
      ...{ facts_hash: null, given_for_revision: null, lapsed_because: null },
    });
  }
  await approveAll({ broker, owner }, room.path);
  const { reasons } = (await broker.get(room.path)).body.verdict;
  expect(reasons.map(({ code }: { code: string }) => code)).not.toContain('approval_basis_not_stated');
});
