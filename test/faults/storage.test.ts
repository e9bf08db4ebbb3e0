import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { loadState } from '../../src/clearance/state/room-state-store.ts';
import { findUnused } from '../../src/platform/blobs/blob-ledger-store.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { findSeal } from '../../src/records/snapshots/seal-store.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';
import { loseBlob } from '../support/stored-blobs.ts';

const test = serverTest.extend(
  'serverOptions',
  { scope: 'file' },
  {
    renderers: ({ json }) => ({
      json: {
        version: json.version,
        render(content, options) {
          jsonRenderings++;
          return json.render(content, options);
        },
      },
    }),
  },
);
let jsonRenderings = 0;

/** Where a server keeps the edition of a snapshot. */
async function editionOf({ roomshot, config }: TestServer, snapshotId: string) {
  const row = await roomshot.database.query
    .selectFrom('snapshots')
    .select(['edition_key', 'edition_sha256'])
    .where('id', '=', snapshotId)
    .executeTakeFirstOrThrow();
  const editionHash = row.edition_sha256 ?? '';
  return {
    editionKey: row.edition_key ?? '',
    editionHash,
    edition: join(config.dataFolder, 'blobs/v1', editionHash.slice(0, 2), editionHash),
  };
}

const quarantined = async ({ config }: TestServer, hash: string): Promise<number> =>
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
  test.for(['pdf', 'json', 'csv'])(
    'is quarantined and rendered again with the same bytes (%s)',
    async (type, { server, broker, readyRoom }) => {
      const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: type });
      const { edition, editionKey, editionHash } = await editionOf(server, snapshot.id);
      const before = await quarantined(server, editionHash);
      await damage(edition);
      server.roomshot.records.editions.forget(editionKey);
      const { status, bytes } = await broker.download(snapshot.download_url);
      expect([status, sha256(bytes)]).toEqual([200, snapshot.sha256]);
      expect(await quarantined(server, editionHash)).toBe(before + 1);
      expect(sha256(await readFile(edition))).toBe(editionHash);
    },
  );

  test('is not what the next snapshot stands on either', async ({ server, broker, readyRoom }) => {
    const first = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
    const { edition, editionKey } = await editionOf(server, first.snapshot.id);
    await damage(edition);
    server.roomshot.records.editions.forget(editionKey);
    const second = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
    expect(second.task.result).toMatchObject({ success: true, was_cached: false });
    const { bytes } = await broker.download(second.snapshot.download_url);
    expect(sha256(bytes)).toBe(second.snapshot.sha256);
  });
});

describe.each(Object.entries(DAMAGES))('the file of a document on the disk that was %s', (_, damage) => {
  test.for([
    ['whole', 'GET', {}],
    ['in part', 'GET', { range: 'bytes=0-9' }],
    ['as a HEAD', 'HEAD', {}],
  ] as const)(
    'is not served %s, nor recorded as delivered',
    async ([_how, method, headers], { server, broker, readyRoom, admin }) => {
      const { body: document } = await broker.post(`/rooms/${readyRoom}/documents`, { type_code: 'clc' });
      const path = `/rooms/${readyRoom}/documents/${document.id}/file`;
      const form = new FormData();
      form.set('file', new Blob([randomBytes(1000)]), 'clc.pdf');
      expect((await broker.open(path, { method: 'PUT', body: form })).status).toBe(200);
      const { headers: sent } = await broker.download(path);
      const hash = sent.get('etag')?.replaceAll('"', '') ?? '';
      const downloads = async () =>
        (await admin.get('/activity?action=document_downloaded&limit=1')).body.items;
      const before = await downloads();
      await damage(join(server.config.dataFolder, 'blobs/v1', hash.slice(0, 2), hash));
      const answer = await broker.open(path, { method, headers });
      expect(answer.status).toBe(404);
      if (method === 'GET') expect(await answer.json()).toMatchObject({ code: 'file_not_found' });
      expect(await downloads()).toEqual(before);
      expect(await quarantined(server, hash)).toBe(1);
    },
  );
});

describe('a record that is too large to be kept in memory for every reader', () => {
  const takeLarge = async (broker: Client, path: string, id: string) => {
    for (let message = 0; message < 80; message++) {
      await broker.post(`${path}/messages`, { text: `${message} ${'long '.repeat(700)}` });
    }
    return (await takeSnapshot(broker, id, { snapshot_type: 'json' })).snapshot;
  };

  test('comes whole, and in parts over the joint of edition and seal', async ({
    server,
    broker,
    newRoom: { path, id },
  }) => {
    const snapshot = await takeLarge(broker, path, id);
    const { edition } = await editionOf(server, snapshot.id);
    const joint = (await readFile(edition)).length;
    expect(joint).toBeGreaterThan(256 * 1024);
    const { bytes } = await broker.download(snapshot.download_url);
    expect(sha256(bytes)).toBe(snapshot.sha256);
    for (const [first, last] of [
      [0, 99],
      [joint - 10, joint - 1],
      [joint - 10, joint + 9],
      [joint, joint + 9],
      [10, bytes.length - 1],
    ] as const) {
      const part = await broker.download(snapshot.download_url, { range: `bytes=${first}-${last}` });
      expect([part.status, part.bytes.equals(bytes.subarray(first, last + 1))]).toEqual([206, true]);
    }
  });

  test.for(Object.entries(DAMAGES))(
    'is restored if its file was %s',
    async ([_, damage], { server, broker, newRoom }) => {
      const snapshot = await takeLarge(broker, newRoom.path, newRoom.id);
      const { edition, editionHash } = await editionOf(server, snapshot.id);
      await damage(edition);
      const { status, bytes } = await broker.download(snapshot.download_url);
      expect([status, sha256(bytes)]).toEqual([200, snapshot.sha256]);
      expect(sha256(await readFile(edition))).toBe(editionHash);
    },
  );
});

test('damage that happened while the server was down is found after its start', async () => {
  const damaged = await startTestServer();
  const client = await damaged.as('broker');
  const made = await takeSnapshot(client, await roomIdOf(client, 'Aegean Pearl'));
  const { edition, editionHash } = await editionOf(damaged, made.snapshot.id);
  await damaged.server.stop();
  await damaged.roomshot[Symbol.asyncDispose]();
  await DAMAGES.flipped?.(edition);
  const { dataFolder, databaseUrl } = damaged.config;
  await using restarted = await startTestServer({ place: { dataFolder, databaseUrl } });
  const { status, bytes } = await (await restarted.as('viewer')).download(made.snapshot.download_url);
  expect([status, sha256(bytes)]).toEqual([200, made.snapshot.sha256]);
  expect(await quarantined(restarted, editionHash)).toBe(1);
  await rm(dataFolder, { recursive: true, force: true });
});

const DAMAGES_OF_SEALS: Record<string, string> = {
  flipped: 'update seals set bytes = set_byte(bytes, 9, 255 - get_byte(bytes, 9))',
  cut: 'update seals set bytes = substring(bytes from 1 for length(bytes) - 1)',
  emptied: "update seals set bytes = ''",
  lost: 'delete from seals',
};

test.for(Object.entries(DAMAGES_OF_SEALS))(
  'a seal that was %s is reported, not served',
  async ([_, damage], { database, broker, readyRoom }) => {
    const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
    await sql`${sql.raw(damage)} where snapshot_id = ${snapshot.id}`.execute(database.query);
    for (let attempt = 0; attempt < 2; attempt++) {
      const { status, body } = await broker.get(snapshot.download_url);
      expect([status, body.code]).toEqual([404, 'snapshot_file_missing']);
    }
  },
);

test('a seal that an earlier version stored as a file stays, and is served', async ({
  server,
  database,
  broker,
  readyRoom,
}) => {
  const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  const seal = await findSeal(database.query, snapshot.id);
  const { sha256: seal_sha256 } = await server.roomshot.blobs.put(seal ?? Buffer.alloc(0));
  await database.query.updateTable('snapshots').set({ seal_sha256 }).where('id', '=', snapshot.id).execute();
  await database.query.deleteFrom('seals').where('snapshot_id', '=', snapshot.id).execute();
  const { status, bytes } = await broker.download(snapshot.download_url);
  expect([status, sha256(bytes)]).toEqual([200, snapshot.sha256]);
  expect(await findUnused(database.query, [seal_sha256], new Date())).toEqual([]);
});

test('five hundred who miss the same edition at once have it rendered once', async ({
  server,
  broker,
  readyRoom,
}) => {
  const { database, records } = server.roomshot;
  const { editions } = records;
  const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  jsonRenderings = 0;
  const request = {
    stateHash: snapshot.state_hash,
    // With all sections it is in the cache already.
    sections: { documents: true, approvals: false, activity: true },
    type: 'json' as const,
    compared: null,
    loadState: (hash: string) => loadState(database.query, hash),
  };
  const limits = { signal: new AbortController().signal, timeoutMs: 10_000 };
  const obtained = await Promise.all(Array.from({ length: 500 }, () => editions.obtain(request, limits)));
  expect(jsonRenderings).toBe(1);
  expect(obtained.filter(({ source }) => source === 'rendered')).toHaveLength(1);
  const record = { key: obtained[0]?.key ?? '', sha256: obtained[0]?.sha256 ?? '', size: 0 };
  editions.forget(record.key);
  await loseBlob(server, record.sha256);
  await Promise.all(Array.from({ length: 500 }, () => editions.recall(record, request, limits)));
  expect(jsonRenderings).toBe(2);
});

test('who is not in the room does not get what is in the cache', async ({ server, broker, seller }) => {
  const foreign = await roomIdOf(broker, 'Chrysi Avgerini');
  const { snapshot } = await takeSnapshot(broker, foreign, { snapshot_type: 'json' });
  const { headers } = await broker.download(snapshot.download_url);
  const hits = () => server.roomshot.records.editions.statistics().memoryHits;
  const before = hits();
  for (const conditional of [{}, { 'if-none-match': headers.get('etag') ?? '' }, { 'if-none-match': '*' }]) {
    const { status, body } = await seller.get(snapshot.download_url, conditional);
    expect([status, body.detail]).toEqual([404, 'Room not found']);
  }
  expect(hits()).toBe(before);
});
