import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, readFile, rename, truncate, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, inject } from 'vitest';
import type { Finding } from '../../src/operations/diagnosis/finding.ts';
import { appendAudit } from '../../src/platform/audit/audit-log.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { createSelfSignedCertificate } from '../../src/records/signing/self-signed-certificate.ts';
import type { TestData } from '../support/data-folder.ts';
import { test as dataTest } from '../support/data-test.ts';
import { runCommand } from '../support/process.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { canMountDisks, mountSmallDisk } from '../support/small-disk.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const HUB = { ROOMSHOT_HUB_ISSUER: 'https://hub.example', ROOMSHOT_HUB_AUDIENCE: 'roomshot-api' };

const CHECKS = [
  'settings',
  'permissions',
  'disk_space',
  'time_zones',
  'fonts',
  'renderer',
  'signing_key',
  'database',
  'migrations',
  'audit_log',
  'clock',
  'queue',
  'files',
  'seals',
  'clean_up',
];

async function examine(
  place: TestData['place'],
  environment?: Record<string, string>,
): Promise<{ code: number | null; findings: Finding[] }> {
  await using command = runCommand(['doctor', '--json'], place, environment);
  const { code } = await command.ended;
  return { code, ...JSON.parse(command.output()) };
}

const wrong = (findings: Finding[]): string[] =>
  findings.filter(({ level }) => level === 'error').map(({ check }) => check);

/** Takes a snapshot, and returns the path of a file that it stands on. */
async function storeFile(server: TestServer): Promise<string> {
  const { snapshot } = await takeSnapshot(await server.as('broker'), inject('rooms').ready, {
    snapshot_type: 'json',
  });
  const { edition_sha256: hash } = await server.roomshot.database.query
    .selectFrom('snapshots')
    .select('edition_sha256')
    .where('id', '=', snapshot.id)
    .executeTakeFirstOrThrow();
  return join(server.config.dataFolder, 'blobs/v1', hash?.slice(0, 2) ?? '', hash ?? '');
}

/** The server ends before the test begins. */
const test = dataTest.extend('stored', async ({ ownPlace }) => {
  await using server = await startTestServer({ place: ownPlace });
  return await storeFile(server);
});

test('nothing is wrong while the server works', async ({ ownPlace }) => {
  await using server = await startTestServer({ place: ownPlace });
  await storeFile(server);
  const { code, findings } = await examine(ownPlace);
  expect([code, wrong(findings), findings.map(({ check }) => check)]).toEqual([0, [], CHECKS]);
  expect(findings.find(({ check }) => check === 'files')?.text).toMatch(/^2 stored files/);
});

test('nor without a server, said in words', async ({ ownPlace, stored }) => {
  await using command = runCommand(['doctor'], ownPlace);
  expect(existsSync(stored)).toBe(true);
  expect([(await command.ended).code, command.output()]).toEqual([
    0,
    expect.stringMatching(/^ok {5}files {9}2 stored files/m),
  ]);
});

test('what is broken is named with its remedy, each by itself', async ({ ownPlace, stored }) => {
  const { dataFolder, databaseUrl: url } = ownPlace;
  await chmod(join(dataFolder, 'jwt-secret'), 0o644);
  await writeFile(join(dataFolder, 'signing/signing-key.pem'), expiredKey());
  await truncate(stored, (await readFile(stored)).length - 1);
  const database = await openDatabase({ url, dataFolder });
  await database.query
    .updateTable('seals')
    .set({ bytes: new Uint8Array(7) })
    .execute();
  const at = new Date(Date.now() + 86_400_000);
  await database.transaction((tx) =>
    appendAudit(tx, { at, actor: 'system', action: 'backup_made', roomId: null, detail: {} }),
  );
  await database.close();
  const { code, findings } = await examine(ownPlace);
  expect(code).toBe(1);
  expect(wrong(findings)).toEqual(['permissions', 'signing_key', 'clock', 'files', 'seals']);
  for (const { level, remedy } of findings) expect(remedy === null).toBe(level === 'ok');
  const remedies = findings.map(({ remedy }) => remedy);
  expect(remedies).toContain(`chmod 600 ${join(dataFolder, 'jwt-secret')}`);
});

test.for([[], ['--all']])('a seal that is missing is named (%j)', async (options, { ownPlace, stored }) => {
  const { dataFolder, databaseUrl: url } = ownPlace;
  expect(existsSync(stored)).toBe(true);
  const database = await openDatabase({ url, dataFolder });
  const { snapshot_id } = await database.query
    .deleteFrom('seals')
    .returning('snapshot_id')
    .executeTakeFirstOrThrow();
  await database.close();
  await using command = runCommand(['doctor', ...options], ownPlace);
  expect((await command.ended).code).toBe(1);
  expect(command.output()).toContain(`that of snapshot ${snapshot_id} is missing`);
});

test('what a killed server left in the folder of the files stays there', async ({ ownPlace, stored }) => {
  const unfinished = join(dirname(stored), '../incoming/unfinished');
  await writeFile(unfinished, 'a part of a file');
  const longAgo = new Date(Date.now() - 86_400_000);
  await utimes(unfinished, longAgo, longAgo);
  expect((await examine(ownPlace)).code).toBe(0);
  expect(existsSync(unfinished)).toBe(true);
});

test.runIf(inject('serverUrl') === '')(
  'a lost database is said, and not that there is no installation',
  async ({ ownPlace, stored }) => {
    expect(existsSync(stored)).toBe(true);
    const database = join(ownPlace.dataFolder, 'postgres');
    await rename(database, `${database}-lost`);
    const { code, findings } = await examine(ownPlace);
    expect([code, findings.at(-1)]).toMatchObject([1, { check: 'database', level: 'error' }]);
    expect(findings.at(-1)?.text).toContain('its database is empty or missing');
    expect(existsSync(database)).toBe(false);
  },
);

test('a setting that cannot be used is said', async ({ place }) => {
  const { code, findings } = await examine(place, { ROOMSHOT_CLEANUP_AT: 'midnight' });
  expect([code, findings]).toMatchObject([1, [{ check: 'settings', level: 'error' }]]);
  expect(findings[0]?.text).toContain('ROOMSHOT_CLEANUP_AT');
});

test.for([
  [{ ROOMSHOT_JWT_SECRET: 'short' }, 'ROOMSHOT_JWT_SECRET'],
  [{ ROOMSHOT_HUB_JWKS_URL: 'http://hub.example/keys', ...HUB }, 'ROOMSHOT_HUB_JWKS_URL'],
  [{ ROOMSHOT_HUB_SECRET: 'your-secret-key-change-in-production', ...HUB }, 'ROOMSHOT_HUB_SECRET'],
  [{ ROOMSHOT_JWT_SECRET: 'sts-clearance-hub-secret-key-2024' }, 'ROOMSHOT_JWT_SECRET'],
  [
    { ROOMSHOT_TSA_URL: 'http://tsa.example', ROOMSHOT_TSA_CERTIFICATE: 'nowhere.pem' },
    'ROOMSHOT_TSA_CERTIFICATE',
  ],
] as const)(
  'settings that no server would start with are an error: %j',
  async ([environment, name], { place }) => {
    const { code, findings } = await examine(place, environment);
    const text = expect.stringContaining(name);
    expect([code, findings]).toMatchObject([1, [{ check: 'settings', level: 'error', text }]]);
  },
);

test('a database server that does not answer is said, and not that it answers', async ({ place }) => {
  const databaseUrl = 'postgres://roomshot@127.0.0.1:1/roomshot';
  const { code, findings } = await examine({ ...place, databaseUrl });
  expect([code, findings.at(-1)]).toMatchObject([1, { check: 'database', level: 'error' }]);
  expect(findings.at(-1)?.text).toContain('DATABASE_URL cannot be reached: connect ECONNREFUSED');
});

test.skipIf(!canMountDisks())('a full disk is said', async ({ place }) => {
  using disk = mountSmallDisk(400, place.dataFolder);
  disk.fill(30_000_000);
  const { code, findings } = await examine({ ...place, dataFolder: disk.folder });
  expect(code).toBe(1);
  expect(wrong(findings)).toContain('disk_space');
});

/** A key whose certificate ended ten years ago. */
function expiredKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = createSelfSignedCertificate({
    commonName: 'Expired',
    privateKey,
    notBefore: new Date('2006-01-01'),
    years: 10,
  });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) + new X509Certificate(certificate).toString();
}
