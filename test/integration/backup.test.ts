import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { restoreInstallation } from '../../src/app/restore-installation.ts';
import { DEMONSTRATION_ACCOUNTS } from '../../src/clearance/demonstration/demonstration-accounts.ts';
import { createBackup } from '../../src/operations/backup/backup.ts';
import { openBlobHold } from '../../src/operations/backup/blob-hold.ts';
import { verifyAudit } from '../../src/platform/audit/audit-verification.ts';
import type { Queryable } from '../../src/platform/db/database.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { createSelfSignedCertificate } from '../../src/records/signing/self-signed-certificate.ts';
import { verifyFile } from '../../src/records/verification/verify.ts';
import type { Answer, Client } from '../support/client.ts';
import { askForMany, outcomeOf } from '../support/many-snapshots.ts';
import { clientAs, runCommand } from '../support/process.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createDatabase, dropDatabase } from '../support/server-databases.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';

const UNDER_LOAD = 12;
const DAY_MS = 24 * 3_600_000;
/** What an operator keeps beside our key: no text, and no names that we would give. */
const FILES_OF_THE_OPERATOR = [
  'company.p12',
  'signing-key.old.pem',
  'README',
  'certificates/issuer (2019).crt',
];
const OPERATORS_BYTES = Uint8Array.of(0x30, 0x82, 0xff, 0x00, 0xfe, 0x0a);
/** Together more than goes into one statement, and more rows than are fetched at once. */
const LARGE_STATES = Array.from({ length: 30 }, (_, n) => `${n}: ${'€'.repeat(200_000)}`);

let server: TestServer;
let folder: string;
let backup: string;
/** Those that were asked for before the backup. */
let before: Answer['body'][];

async function download(client: Client, path: string): Promise<void> {
  const answer = await client.open('/admin/backup', { method: 'POST' });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zstd']);
  await writeFile(path, Buffer.from(await answer.arrayBuffer()));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomshot-backup-'));
  backup = join(folder, 'backup');
  server = await startTestServer();
  for (const name of FILES_OF_THE_OPERATOR) {
    const path = join(server.config.dataFolder, 'signing', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, OPERATORS_BYTES);
  }
  const broker = await server.as('broker');
  const room = await roomIdOf(broker, 'Aegean Pearl');
  await takeSnapshot(broker, room);
  const common = {
    ...{ room_id: room, revision: -1, captured_at: new Date(), valid_until: null },
    include_commercial: false,
  };
  const states = LARGE_STATES.map((content) => ({ ...common, hash: sha256(content), content }));
  await server.roomshot.database.query.insertInto('room_states').values(states).execute();
  before = await askForMany(broker, room, UNDER_LOAD);
  const [, after] = await Promise.all([
    download(await server.as('admin'), backup),
    askForMany(broker, room, UNDER_LOAD),
  ]);
  for (const asked of [...before, ...after]) await outcomeOf(broker, asked);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Opens a restored installation, and looks whether it has everything. */
async function expectWhole(place: { dataFolder: string; databaseUrl: string | undefined }): Promise<void> {
  await using restored = await startTestServer({ place });
  const broker = await clientAs(restored.server.address, 'broker');
  const { query } = restored.roomshot.database;
  expect(await verifyAudit(query)).toMatchObject({ intact: true });
  const snapshots = await query.selectFrom('snapshots').select(['id', 'room_id']).execute();
  expect(snapshots.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  const states = query.selectFrom('room_states').select(['hash', 'content']).where('revision', '=', -1);
  const hashes = (await states.execute()).map(({ hash, content }) => [hash, sha256(content)]);
  expect(hashes.toSorted()).toEqual(LARGE_STATES.map((content) => Array(2).fill(sha256(content))).toSorted());
  const certificate = join(place.dataFolder, 'signing/signing-certificate.pem');
  const trusted = [await readFile(certificate, 'utf8')];
  expect(trusted[0]).toBe(
    await readFile(join(server.config.dataFolder, 'signing/signing-certificate.pem'), 'utf8'),
  );
  for (const name of FILES_OF_THE_OPERATOR) {
    expect([...(await readFile(join(place.dataFolder, 'signing', name)))]).toEqual([...OPERATORS_BYTES]);
  }
  for (const { id, room_id } of snapshots) {
    // What was waited for when the backup was made is made now.
    const { snapshot } = await outcomeOf(broker, { id, room_id, task_id: `snapshot-${id}` });
    const { status, bytes } = await broker.download(snapshot.download_url);
    expect([status, sha256(bytes)]).toEqual([200, snapshot.sha256]);
    expect((await verifyFile(bytes, { trusted })).authentic).toBe(true);
  }
  const asked = await takeSnapshot(broker, await roomIdOf(broker, 'Chrysi Avgerini'), {
    snapshot_type: 'json',
  });
  expect(asked.task.status).toBe('completed');
}

test('a backup under load is whole in an embedded database elsewhere', async () => {
  const dataFolder = join(folder, 'embedded');
  const { tables, missing } = await restoreInstallation({ dataFolder, databaseUrl: undefined }, backup);
  expect(missing).toEqual([]);
  expect(tables.find(({ name }) => name === 'users')?.rows).toBe(DEMONSTRATION_ACCOUNTS.length);
  await expectWhole({ dataFolder, databaseUrl: undefined });
});

test.skipIf(!inject('serverUrl'))('and on a PostgreSQL server', async () => {
  const name = `roomshot_restore_${process.pid}`;
  const databaseUrl = await createDatabase(inject('serverUrl'), name);
  const dataFolder = join(folder, 'server');
  await restoreInstallation({ dataFolder, databaseUrl }, backup);
  await expectWhole({ dataFolder, databaseUrl });
  const elsewhere = { dataFolder: join(folder, 'again'), databaseUrl };
  await expect(restoreInstallation(elsewhere, backup)).rejects.toMatchObject({ code: 'target_not_empty' });
  await dropDatabase(inject('serverUrl'), name);
});

/** Interrupts a restore on a server when its files are in their place. Returns where. */
async function interruptRestore(name: string) {
  const databaseUrl = await createDatabase(inject('serverUrl'), name);
  const dataFolder = join(folder, name);
  const watching = new AbortController();
  const appeared = (async () => {
    for await (const { filename } of watch(folder, { signal: watching.signal })) {
      if (filename === name && existsSync(dataFolder)) return;
    }
  })();
  await using restore = runCommand(['restore', backup], { dataFolder, databaseUrl });
  await Promise.race([appeared, restore.ended]);
  await restore.end('SIGKILL');
  watching.abort();
  return { dataFolder, databaseUrl };
}

test.skipIf(!inject('serverUrl')).each([
  ['before its rows were committed', true],
  ['afterwards', false],
])('a restore on a server that was killed %s is refused until it is done again', async (_, rowsAreLost) => {
  const name = `roomshot_killed_${process.pid}_${rowsAreLost}`;
  const place = await interruptRestore(name);
  await expect(openDatabase({ ...place, url: place.databaseUrl })).rejects.toMatchObject({
    code: 'restore_unfinished',
  });
  if (rowsAreLost) await createDatabase(inject('serverUrl'), name);
  await restoreInstallation(place, backup);
  await expectWhole(place);
  await dropDatabase(inject('serverUrl'), name);
});

test('a folder with something in it is not touched', async () => {
  const place = { dataFolder: folder, databaseUrl: undefined };
  await expect(restoreInstallation(place, backup)).rejects.toMatchObject({ code: 'target_not_empty' });
});

/** Begins a restore into a place, and another while that is under way. */
async function restoreTwice(name: string, databaseUrl?: string): Promise<void> {
  const place = { dataFolder: join(folder, name), databaseUrl };
  const first = restoreInstallation(place, backup);
  await expect.poll(() => existsSync(`${place.dataFolder}.restoring/lock`)).toBe(true);
  await expect(restoreInstallation(place, backup)).rejects.toMatchObject({ code: 'folder_in_use' });
  expect((await first).missing).toEqual([]);
}

test('a restore is not disturbed by another into the same place', () => restoreTwice('twice'));

test.skipIf(!inject('serverUrl'))('nor is one on a PostgreSQL server', async () => {
  const name = `roomshot_twice_${process.pid}`;
  await restoreTwice('twice-on-server', await createDatabase(inject('serverUrl'), name));
  await dropDatabase(inject('serverUrl'), name);
});

const flipBit = (bytes: Uint8Array, offset: number): Uint8Array =>
  bytes.with(offset, (bytes[offset] ?? 0) ^ 1);

test.each([
  ['cut off', async (path: string) => truncate(path, (await stat(path)).size - 100)],
  ['something else', async (path: string) => writeFile(path, 'This is no backup.')],
])('a file that is %s restores nothing', async (_, spoil) => {
  const spoilt = join(folder, 'spoilt');
  await writeFile(spoilt, await readFile(backup));
  await spoil(spoilt);
  const dataFolder = join(folder, 'nothing');
  const restoring = restoreInstallation({ dataFolder, databaseUrl: undefined }, spoilt);
  await expect(restoring).rejects.toMatchObject({ code: 'backup_unreadable' });
  await expect(stat(dataFolder)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(stat(`${dataFolder}.restoring`)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a byte that changed anywhere in a backup is noticed', async () => {
  const bytes = await readFile(backup);
  for (let tenth = 0; tenth < 10; tenth++) {
    const offset = Math.floor((bytes.length * tenth) / 10);
    expect(() => zstdDecompressSync(flipBit(bytes, offset)), `byte ${offset}`).toThrow();
  }
  const flipped = join(folder, 'flipped');
  await writeFile(flipped, flipBit(bytes, Math.floor(bytes.length / 2)));
  const dataFolder = join(folder, 'nothing');
  await expect(restoreInstallation({ dataFolder, databaseUrl: undefined }, flipped)).rejects.toThrow();
  expect(existsSync(dataFolder)).toBe(false);
});

/** Restores a backup that was made with another text in the place of the signing key. Returns what it warned of. */
async function restoreWithKey(pem: string, dataFolder: string): Promise<string[]> {
  const keyPath = join(server.config.dataFolder, 'signing/signing-key.pem');
  const key = await readFile(keyPath);
  const path = `${dataFolder}.backup`;
  await writeFile(keyPath, pem);
  await download(await server.as('admin'), path);
  await writeFile(keyPath, key);
  const warnings: string[] = [];
  const hear = ({ message }: Error) => warnings.push(message);
  process.on('warning', hear);
  await restoreInstallation({ dataFolder, databaseUrl: undefined }, path);
  await expect.poll(() => warnings).not.toEqual([]);
  process.off('warning', hear);
  return warnings;
}

test('a backup can be restored when its signing certificate has expired', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const expired = { commonName: 'Expired', privateKey, notBefore: new Date('2020-01-01'), years: 1 };
  const certificate = new X509Certificate(createSelfSignedCertificate(expired)).toString();
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) + certificate;
  const dataFolder = join(folder, 'expired.data');
  expect(await restoreWithKey(pem, dataFolder)).toContainEqual(expect.stringContaining('2021-01-01'));
  expect(await readFile(join(dataFolder, 'signing/signing-certificate.pem'), 'utf8')).toBe(certificate);
});

test('and when a key of the operator has the name of ours', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const encryption = { cipher: 'aes-256-cbc', passphrase: 'known to the operator' };
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }));
  const dataFolder = join(folder, 'own-key.data');
  expect(await restoreWithKey(pem, dataFolder)).toContainEqual(
    expect.stringContaining('set ROOMSHOT_SIGNING_… as before'),
  );
  expect(await readFile(join(dataFolder, 'signing/signing-key.pem'), 'utf8')).toBe(pem);
});

test('a database server that cannot be reached is said in words', async () => {
  const place = { dataFolder: join(folder, 'unreached'), databaseUrl: 'postgres://127.0.0.1:1/roomshot' };
  await expect(restoreInstallation(place, backup)).rejects.toMatchObject({
    code: 'database_unreachable',
    message: expect.stringContaining('DATABASE_URL'),
  });
  expect(existsSync(`${place.dataFolder}.restoring`)).toBe(false);
});

test('a file that is not there, and a folder that cannot be made, are named', async () => {
  const nowhere = join(folder, 'nowhere');
  const target = { dataFolder: join(folder, 'unmade'), databaseUrl: undefined };
  await expect(restoreInstallation(target, nowhere)).rejects.toMatchObject({
    code: 'file_unreadable',
    message: `The file ${nowhere} cannot be read.`,
  });
  const inFile = { dataFolder: join(backup, 'data'), databaseUrl: undefined };
  await expect(restoreInstallation(inFile, backup)).rejects.toMatchObject({
    code: 'folder_unusable',
    message: expect.stringContaining(`${inFile.dataFolder}.restoring`),
  });
});

test('nothing is left of a backup when it is made', async () => {
  const { query } = server.roomshot.database;
  await expect.poll(() => query.selectFrom('blob_holds').select('id').execute()).toEqual([]);
});

test('the command writes a backup of a running server that only its owner can read', async () => {
  const path = join(folder, 'by-command');
  // Whoever may write to the folder could have made it beforehand.
  await writeFile(`${path}.unfinished`, '', { mode: 0o644 });
  await using command = runCommand(['backup', path], server.config);
  expect(await command.ended).toMatchObject({ code: 0 });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await readdir(folder)).filter((name) => name.startsWith('by-command'))).toEqual([
    'by-command',
    'by-command.unfinished',
  ]);
  await using again = runCommand(['backup', path], server.config);
  expect(await again.ended).toMatchObject({ code: 1 });
  await using restore = runCommand(['restore', path], {
    dataFolder: join(folder, 'by-command.data'),
    databaseUrl: undefined,
  });
  const { code } = await restore.ended;
  expect(restore.output()).toContain('All checks passed');
  expect(code).toBe(0);
});

test('a backup whose hold cannot be released removes its tables and says so', async () => {
  const { roomshot, config } = server;
  const database = { ...roomshot.database };
  const said: string[] = [];
  const backUp = createBackup({
    database,
    blobs: roomshot.blobs,
    keys: roomshot.disk.keys,
    scratch: roomshot.disk.scratch,
    settings: {},
    clock: roomshot.clock,
    log: { info: () => {}, error: (_, message) => said.push(message) },
  });
  const bytes = await backUp('system', database.transaction);
  database.query = {
    deleteFrom() {
      throw new Error('The database is away.');
    },
  } as unknown as Queryable;
  await bytes.toArray();
  await expect.poll(() => said).toEqual([expect.stringContaining('hold')]);
  expect((await readdir(config.dataFolder)).filter((name) => name.includes('backup'))).toEqual([]);
  await roomshot.database.query.deleteFrom('blob_holds').execute();
});

test('files are held for as long as somebody reads', async () => {
  const { database } = server.roomshot;
  const held = () => database.query.selectFrom('blob_holds').select('until').execute();
  let now = Date.now();
  const hold = await openBlobHold({
    database,
    clock: () => new Date(now),
    lastsMs: 40,
    log: { error: (_, message) => expect.unreachable(message) },
  });
  now += DAY_MS;
  await expect.poll(held).toEqual([{ until: new Date(now + 40) }]);
  await hold.release();
  expect(await held()).toEqual([]);
});
