import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadState } from '../../src/clearance/state/room-state-store.ts';
import { openBlobStore } from '../../src/platform/blobs/blob-store.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { createEditionCache } from '../../src/records/editions/edition-cache.ts';
import { renderJsonEdition } from '../../src/records/editions/json-edition.ts';
import type { Client } from '../support/client.ts';
import { temporaryFolder } from '../support/seal-fixtures.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';

let server: TestServer;
let broker: Client;
let room: string;

beforeAll(async () => {
  server = await startTestServer();
  broker = await server.as('broker');
  room = await roomIdOf(broker, 'Aegean Pearl');
});
afterAll(() => server[Symbol.asyncDispose]());

/** Where a server keeps the two parts of a snapshot's file. */
async function partsOf({ roomshot, config }: TestServer, snapshotId: string) {
  const row = await roomshot.database.query
    .selectFrom('snapshots')
    .select(['edition_key', 'edition_sha256', 'seal_sha256'])
    .where('id', '=', snapshotId)
    .executeTakeFirstOrThrow();
  const pathOf = (hash: string | null) =>
    join(config.dataFolder, 'blobs/v1', hash?.slice(0, 2) ?? '', hash ?? '');
  return {
    editionKey: row.edition_key ?? '',
    editionHash: row.edition_sha256 ?? '',
    edition: pathOf(row.edition_sha256),
    seal: pathOf(row.seal_sha256),
  };
}

const putAside = async ({ config }: TestServer, hash: string): Promise<number> =>
  (await readdir(join(config.dataFolder, 'blobs/v1/corrupted'))).filter((name) => name.startsWith(hash))
    .length;

const DAMAGES: Record<string, (path: string) => Promise<void>> = {
  flipped: async (path) => {
    const bytes = await readFile(path);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(path, bytes);
  },
  cut: async (path) => truncate(path, (await readFile(path)).length - 1),
  emptied: (path) => truncate(path, 0),
};

describe.each(Object.entries(DAMAGES))('an edition on the disk that was %s', (_, damage) => {
  test.each(['pdf', 'json', 'csv'])(
    'is put aside and rendered again with the same bytes (%s)',
    async (type) => {
      const { snapshot } = await takeSnapshot(broker, room, { snapshot_type: type });
      const { edition, editionKey, editionHash } = await partsOf(server, snapshot.id);
      const before = await putAside(server, editionHash);
      await damage(edition);
      server.roomshot.editions.forget(editionKey);
      const { status, bytes } = await broker.download(snapshot.download_url);
      expect([status, sha256(bytes)]).toEqual([200, snapshot.sha256]);
      expect(await putAside(server, editionHash)).toBe(before + 1);
      expect(sha256(await readFile(edition))).toBe(editionHash);
    },
  );

  test('is not what the next snapshot stands on either', async () => {
    const first = await takeSnapshot(broker, room, { snapshot_type: 'json' });
    const { edition, editionKey } = await partsOf(server, first.snapshot.id);
    await damage(edition);
    server.roomshot.editions.forget(editionKey);
    const second = await takeSnapshot(broker, room, { snapshot_type: 'json' });
    expect(second.task.result).toMatchObject({ success: true, was_cached: false });
    const { bytes } = await broker.download(second.snapshot.download_url);
    expect(sha256(bytes)).toBe(second.snapshot.sha256);
  });
});

test('damage that happened while the server was down is found after its start', async () => {
  const damaged = await startTestServer();
  const client = await damaged.as('broker');
  const made = await takeSnapshot(client, await roomIdOf(client, 'Aegean Pearl'));
  const { edition, editionHash } = await partsOf(damaged, made.snapshot.id);
  await damaged.server.stop();
  await damaged.roomshot[Symbol.asyncDispose]();
  await DAMAGES.flipped?.(edition);
  const { dataFolder, databaseUrl } = damaged.config;
  await using restarted = await startTestServer({ place: { dataFolder, databaseUrl } });
  const { status, bytes } = await (await restarted.as('viewer')).download(made.snapshot.download_url);
  expect([status, sha256(bytes)]).toEqual([200, made.snapshot.sha256]);
  expect(await putAside(restarted, editionHash)).toBe(1);
  await rm(dataFolder, { recursive: true, force: true });
});

test.each(Object.entries(DAMAGES))(
  'a seal on the disk that was %s is reported, not served',
  async (_, damage) => {
    const { snapshot } = await takeSnapshot(broker, room, { snapshot_type: 'json' });
    const { seal } = await partsOf(server, snapshot.id);
    await damage(seal);
    for (let attempt = 0; attempt < 2; attempt++) {
      const { status, body } = await broker.get(snapshot.download_url);
      expect([status, body.code]).toEqual([404, 'snapshot_file_missing']);
    }
  },
);

describe('the blob store', () => {
  test('has one valid blob and nothing else after twenty writers of it', async () => {
    const folder = temporaryFolder();
    const blobs = await openBlobStore({ folder });
    const bytes = randomBytes(300_000);
    const written = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        blobs.put(index % 2 ? bytes : Readable.from([bytes.subarray(0, 7), bytes.subarray(7)])),
      ),
    );
    expect(new Set(written.map((blob) => JSON.stringify(blob)))).toEqual(
      new Set([JSON.stringify({ sha256: sha256(bytes), size: bytes.length })]),
    );
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(files.filter((file) => file.isFile()).map(({ name }) => name)).toEqual([sha256(bytes)]);
    expect(await blobs.read(sha256(bytes))).toEqual(bytes);
  });

  test('keeps a damaged blob from the day on which the damage was found', async () => {
    const folder = temporaryFolder();
    const blobs = await openBlobStore({ folder });
    const { sha256: hash } = await blobs.put(randomBytes(1000));
    const path = join(folder, 'v1', hash.slice(0, 2), hash);
    await DAMAGES.flipped?.(path);
    await utimes(path, new Date(0), new Date(0));
    const before = new Date(Date.now() - 60_000);
    expect(await blobs.read(hash)).toBeUndefined();
    expect(await blobs.sweep('damaged', before, { dryRun: false })).toEqual({ items: 0, bytes: 0 });
    expect(await readdir(join(folder, 'v1/corrupted'))).toHaveLength(1);
  });

  test('keeps what came in the place of a damaged blob while that was being read', async () => {
    const folder = temporaryFolder();
    const blobs = await openBlobStore({ folder });
    const { sha256: hash } = await blobs.put(Buffer.from('whole'));
    const path = join(folder, 'v1', hash.slice(0, 2), hash);
    // A pipe is read for as long as the test wants.
    await rm(path);
    execFileSync('mkfifo', [path]);
    const damaged = await open(path, 'r+');
    const reading = blobs.read(hash);
    await blobs.put(Buffer.from('whole'));
    await damaged.write('damaged');
    await damaged.close();
    expect(String(await reading)).toBe('whole');
    expect(String(await blobs.read(hash))).toBe('whole');
    expect(await readdir(join(folder, 'v1/corrupted'))).toEqual([]);
  });

  test('leaves nothing behind when a source breaks off', async () => {
    const folder = temporaryFolder();
    const blobs = await openBlobStore({ folder });
    const broken = Readable.from(
      (async function* () {
        yield randomBytes(1000);
        throw new Error('The client went away.');
      })(),
    );
    await expect(blobs.put(broken)).rejects.toThrow('The client went away.');
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(files.filter((file) => file.isFile())).toEqual([]);
  });

  test('does not disturb a write when another process opens the same folder', async () => {
    const folder = temporaryFolder();
    const blobs = await openBlobStore({ folder });
    const source = new Readable({ read() {} });
    const writing = blobs.put(source);
    source.push('first half, ');
    await expect.poll(() => readdir(join(folder, 'v1/incoming'))).toHaveLength(1);
    await openBlobStore({ folder });
    source.push('second half');
    source.push(null);
    const { sha256: hash } = await writing;
    expect(String(await blobs.read(hash))).toBe('first half, second half');
  });
});

test('a start removes what a killed writer left behind long ago', async () => {
  const folder = temporaryFolder();
  await openBlobStore({ folder });
  const abandoned = join(folder, 'v1/incoming/abandoned');
  await writeFile(abandoned, 'half');
  await utimes(abandoned, new Date(0), new Date(0));
  await openBlobStore({ folder });
  expect(await readdir(join(folder, 'v1/incoming'))).toEqual([]);
});

test('five hundred who miss the same edition at once have it rendered once', async () => {
  const { database, blobs, clock } = server.roomshot;
  const { snapshot } = await takeSnapshot(broker, room, { snapshot_type: 'json' });
  let renderings = 0;
  const counting = {
    version: { template: 'counted', renderer: 'counted' },
    render: async (content: Parameters<typeof renderJsonEdition>[0]) => {
      renderings++;
      return renderJsonEdition(content);
    },
  };
  const renderers = { pdf: counting, json: counting, csv: counting };
  const editions = createEditionCache({ database, blobs, renderers, memoryBytes: 1_000_000, clock });
  const request = {
    stateHash: snapshot.state_hash,
    sections: { documents: true, approvals: true, activity: true },
    type: 'json' as const,
    compared: null,
    loadState: (hash: string) => loadState(database.query, hash),
  };
  const limits = { signal: new AbortController().signal, timeoutMs: 10_000 };
  const obtained = await Promise.all(Array.from({ length: 500 }, () => editions.obtain(request, limits)));
  expect(renderings).toBe(1);
  expect(obtained.filter(({ source }) => source === 'rendered')).toHaveLength(1);
  const record = { key: obtained[0]?.key ?? '', sha256: obtained[0]?.sha256 ?? '', size: 0 };
  editions.forget(record.key);
  await blobs.removeOld(record.sha256, new Date(Date.now() + 60_000));
  await Promise.all(Array.from({ length: 500 }, () => editions.recall(record, request, limits)));
  expect(renderings).toBe(2);
});

test('who is not in the room does not get what is in the cache', async () => {
  const foreign = await roomIdOf(broker, 'Chrysi Avgerini');
  const { snapshot } = await takeSnapshot(broker, foreign, { snapshot_type: 'json' });
  const { headers } = await broker.download(snapshot.download_url);
  const hits = () => server.roomshot.editions.statistics().memoryHits;
  const before = hits();
  const seller = await server.as('seller');
  for (const conditional of [{}, { 'if-none-match': headers.get('etag') ?? '' }, { 'if-none-match': '*' }]) {
    const { status, body } = await seller.get(snapshot.download_url, conditional);
    expect([status, body.detail]).toEqual([404, 'Room not found']);
  }
  expect(hits()).toBe(before);
});
