import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { verifyAudit } from '../../src/platform/audit/audit-verification.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { verifyFile } from '../../src/records/verification/verify.ts';
import type { Answer } from '../support/client.ts';
import { copyToOlderShape } from '../support/older-database.ts';
import { openRoom } from '../support/rooms.ts';
import { startTestServer } from '../support/server.ts';
import { createDatabase, dropDatabase } from '../support/server-databases.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';

/** The only one that was ever released before the others. */
const RELEASED = '0001-rooms-and-snapshots';
const NAME = `roomshot_released_${process.pid}`;

let dataFolder: string;
let databaseUrl: string | undefined;
let taken: Answer['body'];
/** Its state has the fields of the commercial terms, without values. */
let takenWithoutValues: Answer['body'];
let entries: object[];

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'roomshot-released-'));
  databaseUrl = inject('serverUrl') ? await createDatabase(inject('serverUrl'), NAME) : undefined;
  await using today = await startTestServer();
  const broker = await today.as('broker');
  const body = { include_commercial: true };
  ({ snapshot: taken } = await takeSnapshot(broker, await roomIdOf(broker, 'Aegean Pearl'), body));
  const { id } = await openRoom(broker, { title: 'No terms', cargo_type: '"cargo_value_usd":5' });
  ({ snapshot: takenWithoutValues } = await takeSnapshot(broker, id, body));
  entries = await entriesOf(today.roomshot.database, taken.room_id);
  await copyToOlderShape(today, { dataFolder, databaseUrl }, RELEASED);
});
afterAll(async () => {
  if (databaseUrl) await dropDatabase(inject('serverUrl'), NAME);
  await rm(dataFolder, { recursive: true });
});

/** The entries of the activity of a room in the order of its revisions. */
const entriesOf = ({ query }: Database, roomId: string) =>
  query
    .selectFrom('activities')
    .select(['revision', 'summary'])
    .where('room_id', '=', roomId)
    .orderBy('revision')
    .execute();

test('a database of the first release gets today’s shape and keeps its records', async () => {
  await using server = await startTestServer({ place: { dataFolder, databaseUrl } });
  const { query } = server.roomshot.database;
  expect(await verifyAudit(query)).toMatchObject({ intact: true });
  const broker = await server.as('broker');
  const { status, bytes } = await broker.download(taken.download_url);
  expect([status, sha256(bytes)]).toEqual([200, taken.sha256]);
  const trusted = [await readFile(join(dataFolder, 'signing/signing-certificate.pem'), 'utf8')];
  expect(await verifyFile(bytes, { trusted })).toMatchObject({ authentic: true });
  const room = await roomIdOf(broker, 'Aegean Pearl');
  const next = await takeSnapshot(broker, room, { compare_to: taken.id });
  expect(next.task).toMatchObject({ status: 'completed' });
  expect(await entriesOf(server.roomshot.database, room)).toEqual(entries);
  // What later shapes added has been worked out for the rows that were there.
  const editions = await query.selectFrom('editions').select('room_id').distinct().execute();
  expect(new Set(editions.map(({ room_id }) => room_id))).toEqual(
    new Set([room, takenWithoutValues.room_id]),
  );
});

test('a record of before that states commercial terms is only for those who may read them', async () => {
  await using server = await startTestServer({ place: { dataFolder, databaseUrl } });
  const broker = await server.as('broker');
  const seller = await server.as('seller');
  const marked = async ({ room_id, id }: Answer['body']) =>
    (await broker.get(`/rooms/${room_id}/snapshots/${id}`)).body.include_commercial;
  expect(await marked(taken)).toBe(true);
  expect(await marked(takenWithoutValues)).toBe(false);
  expect((await seller.download(taken.download_url)).status).toBe(403);
  const { snapshot } = await takeSnapshot(broker, taken.room_id, {
    snapshot_type: 'json',
    compare_to: taken.id,
  });
  const { status, bytes } = await seller.download(snapshot.download_url);
  expect(status).toBe(200);
  expect(bytes.toString()).not.toMatch(/"(cargo_value_usd|demurrage_rate_per_day|demurrage_rate_per_hour)"/);
});
