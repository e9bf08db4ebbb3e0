import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { expect, inject } from 'vitest';
import { installationIn } from '../../src/app/data-folder.ts';
import { openInstallation } from '../../src/app/open-installation.ts';
import { restoreInstallation } from '../../src/app/restore-installation.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { renewBinding } from '../../src/platform/installation/folder-binding.ts';
import { idFilesOf } from '../../src/platform/installation/installation-folder.ts';
import { copyDemonstration, type TestData } from '../support/data-folder.ts';
import { runCommand } from '../support/process.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createDatabase, dropDatabase } from '../support/server-databases.ts';
import { test as serverTest } from '../support/server-test.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';
import { ageBlobs } from '../support/stored-blobs.ts';

type Place = TestData['place'];

const serverUrl = inject('serverUrl');
/** For tests that run commands or create databases. */
const SLOW = { timeout: 240_000 };

/** A place whose database refers to files. */
const test = serverTest
  .extend('usedPlace', async ({ ownPlace }) => {
    await using server = await startTestServer({ place: ownPlace });
    const broker = await server.as('broker');
    await takeSnapshot(broker, await roomIdOf(broker, 'Aegean Pearl'), { snapshot_type: 'json' });
    return ownPlace;
  })
  /** An installation with another id. */
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
  .extend('otherPlace', async ({}, { onCleanup }) => {
    const data = await copyDemonstration();
    onCleanup(() => data[Symbol.asyncDispose]());
    await changeId(data.place);
    return data.place;
  })
  /** A database that is empty; undefined with the embedded engine. */
  .extend('emptyDatabase', async ({ task }, { onCleanup }) => {
    if (!serverUrl) return undefined;
    const name = `roomshot_empty_${process.pid}_${task.id}`;
    onCleanup(() => dropDatabase(serverUrl, name));
    return createDatabase(serverUrl, name);
  });

async function changeId(place: Place): Promise<void> {
  const database = await openInstallation(place);
  await renewBinding(database, installationIn(place.dataFolder));
  await database.close();
}

/** What later versions added to the database of version 0.2. */
const UNDONE: readonly string[] = [
  'drop table blobs cascade',
  'drop table blob_removals',
  'drop function append_audit, count_login, claim_blob, keep_blob',
  'drop table seals',
  'drop index snapshots_seal',
  'create index snapshots_seal on snapshots (seal_sha256)',
  'drop table installation, exceptions, approved_facts, templates, earlier_versions, login_counters',
  'alter table tasks drop failed_attempts, drop created_by, drop seq',
  'drop index tasks_ended, snapshots_age, rooms_retention, sessions_expiry, idempotency_keys_age',
  `alter table rooms drop commission_percent, drop stage, drop four_eyes, drop asks_suitability,
    drop asks_compatibility, drop template_name, drop guide_edition`,
  `alter table vessels drop manoeuvring_role, drop displacement_t, drop parallel_body_loaded_m,
    drop parallel_body_ballast_m, drop freeboard_loaded_m, drop freeboard_ballast_m, drop manifold_loaded_m,
    drop manifold_ballast_m, drop bow_to_manifold_m, drop stern_to_manifold_m, drop crane_swl_t,
    drop crane_outreach_m, drop closed_fairleads, drop fairlead_swl_t, drop bitts_swl_t, drop mooring_line_mbl_t`,
  'alter table room_states drop include_commercial',
  'alter table snapshots drop include_commercial',
  'alter table activities drop revision',
  'alter table idempotency_keys drop etag',
  `alter table documents drop constraint documents_requirement, drop certificate_number, drop issuer, drop issued_on,
    drop no_expiry_stated, drop responsible_party_id, drop version, drop file_mismatch`,
  'drop table requirements',
  `alter table approvals drop constraint approvals_once, drop concerns, drop subjects, drop given_for_revision,
    drop facts_hash, drop lapsed_because, add unique nulls not distinct (party_id, vessel_id)`,
  `alter table document_types drop applies_to, drop due_stage, drop expires, drop max_age_days, drop needs_file`,
];

/** Turns an installation into one of version 0.2, which had no ids. */
async function makeOld({ dataFolder, databaseUrl }: Place): Promise<void> {
  const { query, close } = await openDatabase({ url: databaseUrl, dataFolder });
  for (const statement of UNDONE) await sql.raw(statement).execute(query);
  await sql`delete from kysely_migration where name >= '0011'`.execute(query);
  await close();
  for (const path of idFilesOf(installationIn(dataFolder))) await rm(path, { force: true });
}

/** Returns the place of a data folder with the database of another place. */
async function combine({ dataFolder }: Place, { dataFolder: from, databaseUrl }: Place): Promise<Place> {
  if (!databaseUrl) {
    await rm(join(dataFolder, 'postgres'), { recursive: true, force: true });
    await cp(join(from, 'postgres'), join(dataFolder, 'postgres'), { recursive: true });
  }
  return { dataFolder, databaseUrl };
}

/** Everything in a folder but locks and the files of the engine. */
const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => !/^(lock|postgres)/.test(name)).sort();

async function refusalOf(place: Place): Promise<{ code: string; message: string }> {
  const before = await namesIn(place.dataFolder);
  const refusal = await openInstallation(place).then(
    async (opened) => {
      await opened.close();
      throw new Error('The folder was opened.');
    },
    (error) => error,
  );
  expect(await namesIn(place.dataFolder)).toEqual(before);
  return refusal;
}

const opens = async (place: Place): Promise<void> => (await openInstallation(place)).close();

async function withoutDatabase({ dataFolder }: Place, emptyDatabase: string | undefined): Promise<Place> {
  if (!emptyDatabase) await rm(join(dataFolder, 'postgres'), { recursive: true });
  return { dataFolder, databaseUrl: emptyDatabase };
}

test(
  'a folder with files and keys is refused beside an empty database',
  SLOW,
  async ({ usedPlace, emptyDatabase }) => {
    const place = await withoutDatabase(usedPlace, emptyDatabase);
    expect(await refusalOf(place)).toMatchObject({ code: 'folder_without_database' });
    // The embedded engine would have created one.
    expect(await readdir(place.dataFolder)).not.toContain('postgres');
    for (const command of [['serve'], ['doctor']]) {
      await using refused = runCommand(command, place);
      expect((await refused.ended).code).toBe(1);
      const said = refused.output().trim();
      expect(said).toContain('DATABASE_URL');
      expect(said).not.toContain('    at ');
      if (command[0] !== 'doctor') expect(said.split('\n')).toHaveLength(1);
    }
  },
);

test.for(['jwt-secret', 'signing/signing-key.pem', 'signing/certificates/one.pem', 'blobs/v1/ab/HASH'])(
  'an empty database is refused beside %s alone',
  async (name, { folder, emptyDatabase }) => {
    const path = join(folder, name.replace('HASH', 'ab'.repeat(32)));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'something');
    const place = { dataFolder: folder, databaseUrl: emptyDatabase };
    const { code, message } = await refusalOf(place);
    expect([code, message]).toEqual(['folder_without_database', expect.stringContaining(dirname(path))]);
  },
);

test(
  'the word of the operator binds a folder to an empty database',
  SLOW,
  async ({ folder, emptyDatabase }) => {
    await writeFile(join(folder, 'jwt-secret'), 'something');
    await writeFile(join(folder, 'installation-id'), 'adopt\n');
    const place = { dataFolder: folder, databaseUrl: emptyDatabase };
    await opens(place);
    expect(await readFile(join(folder, 'installation-id'), 'utf8')).not.toContain('adopt');
    await opens(place);
  },
);

test('the database of another installation is refused', SLOW, async ({ usedPlace, otherPlace }) => {
  const place = await combine(usedPlace, otherPlace);
  const { code, message } = await refusalOf(place);
  expect([code, message]).toEqual(['foreign_folder', expect.stringContaining('ROOMSHOT_DATA_DIR')]);
  await using doctor = runCommand(['doctor'], place);
  expect((await doctor.ended).code).toBe(1);
  expect(doctor.output()).toMatch(/ERROR {2}database .*belongs to another database/);
});

test('a database is refused beside an empty folder', async ({ usedPlace, folder }) => {
  const place = await combine({ ...usedPlace, dataFolder: folder }, usedPlace);
  expect(await refusalOf(place)).toMatchObject({ code: 'folder_not_mounted' });
});

test.for(['blobs', 'signing'])(
  'a folder whose disk for %s is not mounted is refused',
  async (name, { usedPlace }) => {
    const mountPoint = join(usedPlace.dataFolder, name);
    await rename(mountPoint, `${mountPoint}.elsewhere`);
    for (const leftover of ['an empty mount point', 'nothing']) {
      if (leftover !== 'nothing') await mkdir(mountPoint);
      const { code, message } = await refusalOf(usedPlace);
      expect([code, message]).toEqual(['folder_not_mounted', expect.stringContaining(mountPoint)]);
      await rm(mountPoint, { recursive: true, force: true });
    }
    await rename(`${mountPoint}.elsewhere`, mountPoint);
    await opens(usedPlace);
  },
);

test('a key that was moved away is replaced', async ({ usedPlace }) => {
  const key = join(usedPlace.dataFolder, 'signing/signing-key.pem');
  const before = await readFile(key, 'utf8');
  await rm(key);
  await using _server = await startTestServer({ place: usedPlace });
  expect(await readFile(key, 'utf8')).not.toBe(before);
});

test('a folder of version 0.2 without its keys is refused', async ({ usedPlace }) => {
  await makeOld(usedPlace);
  await rm(join(usedPlace.dataFolder, 'signing'), { recursive: true });
  const { code, message } = await refusalOf(usedPlace);
  expect([code, message]).toEqual(['keys_not_found', expect.stringContaining('signing')]);
  await writeFile(join(usedPlace.dataFolder, 'installation-id'), 'adopt');
  await opens(usedPlace);
});

test('a folder of version 0.2 is bound to its database', async ({ usedPlace, otherPlace }) => {
  await makeOld(usedPlace);
  await opens(usedPlace);
  const id = await readFile(join(usedPlace.dataFolder, 'installation-id'), 'utf8');
  await opens(usedPlace);
  expect(await readFile(join(usedPlace.dataFolder, 'installation-id'), 'utf8')).toBe(id);
  expect(await refusalOf(await combine(usedPlace, otherPlace))).toMatchObject({ code: 'foreign_folder' });
});

test('a binding that was interrupted is completed', async ({ usedPlace }) => {
  await makeOld(usedPlace);
  await opens(usedPlace);
  const { query, close } = await openDatabase({
    url: usedPlace.databaseUrl,
    dataFolder: usedPlace.dataFolder,
  });
  await query.updateTable('installation').set({ has_folder: false }).execute();
  await close();
  await opens(usedPlace);
  const again = await openDatabase({ url: usedPlace.databaseUrl, dataFolder: usedPlace.dataFolder });
  await again.query.updateTable('installation').set({ has_folder: false }).execute();
  await again.close();
  await rm(join(usedPlace.dataFolder, 'installation-id'));
  await opens(usedPlace);
});

test('a database of version 0.2 is refused beside a folder without its files', async ({
  usedPlace,
  folder,
}) => {
  await makeOld(usedPlace);
  const place = await combine({ ...usedPlace, dataFolder: folder }, usedPlace);
  const { code, message } = await refusalOf(place);
  expect([code, message]).toEqual(['files_not_found', expect.stringMatching(/(\d) of \1 were not found/)]);
  await writeFile(join(folder, 'installation-id'), 'adopt');
  await opens(place);
});

test('a folder of version 0.2 is refused beside a database that never had a file', async ({
  usedPlace,
  otherPlace,
}) => {
  await makeOld(usedPlace);
  await makeOld(otherPlace);
  expect(await refusalOf(await combine(usedPlace, otherPlace))).toMatchObject({ code: 'foreign_folder' });
});

test('a folder of version 0.2 is refused beside an empty database', async ({ usedPlace, emptyDatabase }) => {
  await makeOld(usedPlace);
  const place = await withoutDatabase(usedPlace, emptyDatabase);
  expect(await refusalOf(place)).toMatchObject({ code: 'folder_without_database' });
});

test.skipIf(!serverUrl)(
  'first starts at the same time agree on one id',
  async ({ folder, emptyDatabase }) => {
    const place = { dataFolder: join(folder, 'data'), databaseUrl: emptyDatabase };
    const servers = await Promise.all(Array.from({ length: 6 }, () => startTestServer({ place })));
    const ids = await Promise.all(
      servers.map(async ({ roomshot }) => {
        await roomshot.requireRemoval();
        return (
          await roomshot.database.query.selectFrom('installation').select('id').executeTakeFirstOrThrow()
        ).id;
      }),
    );
    expect(new Set(ids).size).toBe(1);
    for (const server of servers) await server[Symbol.asyncDispose]();
  },
);

test('a restored installation has its own id', SLOW, async ({ usedPlace, folder, emptyDatabase }) => {
  const path = join(folder, 'backup');
  await using command = runCommand(['backup', path], usedPlace);
  expect((await command.ended).code).toBe(0);
  const restored = { dataFolder: join(folder, 'restored'), databaseUrl: emptyDatabase };
  await restoreInstallation(restored, path);
  await opens(restored);
  await opens(usedPlace);
  expect(await refusalOf(await combine(usedPlace, restored))).toMatchObject({ code: 'foreign_folder' });
});

const damages: [string, (server: TestServer) => Promise<void>][] = [
  ['was replaced', ({ config }) => writeFile(join(config.dataFolder, 'installation-id'), 'another')],
  ['disappeared', ({ config }) => rm(join(config.dataFolder, 'installation-id'))],
  ['was unmounted under blobs', ({ config }) => rm(join(config.dataFolder, 'blobs/installation-id'))],
  ['was unmounted under signing', ({ config }) => rm(join(config.dataFolder, 'signing/installation-id'))],
  [
    'has another database',
    async ({ roomshot }) =>
      void (await roomshot.database.transaction((tx) =>
        tx.updateTable('installation').set({ id: sql`gen_random_uuid()` }).execute(),
      )),
  ],
];

test.for(damages)(
  'nothing is removed while the server runs if the folder %s',
  async ([_, damage], { ownServer }) => {
    const { roomshot } = ownServer;
    const { sha256 } = await roomshot.blobs.put(Buffer.from('a file'));
    await ageBlobs(ownServer);
    await damage(ownServer);
    expect(await roomshot.blobs.remove(sha256)).toBe(false);
    await expect(roomshot.cleanup.run({ actor: 'system', dryRun: false })).rejects.toMatchObject({
      code: expect.stringMatching(/foreign_folder|folder_not_mounted/),
    });
    expect(await roomshot.blobs.verify(sha256)).toBe('whole');
  },
);
