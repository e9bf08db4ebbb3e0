import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { type Blobs, openBlobLedger } from '../../src/platform/blobs/blob-ledger.ts';
import { beginRemoval } from '../../src/platform/blobs/blob-ledger-store.ts';
import type { BlobStore } from '../../src/platform/blobs/blob-store.ts';
import { openFolderBlobStore } from '../../src/platform/blobs/folder-blob-store.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { test as dataTest } from '../support/data-test.ts';

/** The blobs of one process. */
const openLedger = (database: Database, store: BlobStore): Blobs =>
  openBlobLedger({
    ...{ database, store, doubtMs: 900_000 },
    ...{ requireRemoval: async () => {}, log: { error: () => {} } },
  });

/** Lets so much time pass since all removals began that they may not happen any more. */
const outlast = ({ query }: Database) =>
  query.updateTable('blob_removals').set({ begun_at: sql`begun_at - interval '16 minutes'` }).execute();

const test = dataTest
  .extend('store', async ({ folder }) => (await openFolderBlobStore({ folder: join(folder, 'blobs') })).blobs)
  .extend('blobs', ({ database, store }) => openLedger(database, store));

async function grow({ query }: Database, hash: string, by: string): Promise<void> {
  const kept_at = sql<Date>`kept_at - ${sql.lit(by)}::interval`;
  await query.updateTable('blobs').set({ kept_at }).where('sha256', '=', hash).execute();
}

async function putOld(database: Database, blobs: Blobs, bytes: Uint8Array): Promise<string> {
  const { sha256: hash } = await blobs.put(bytes);
  await grow(database, hash, '2 hours');
  return hash;
}

/** Makes an edition refer to a blob. */
const refer = ({ query }: Pick<Database, 'query'>, hash: string) =>
  query
    .insertInto('editions')
    .values({
      ...{ key: `of ${hash}`, room_id: null, type: 'json', sha256: hash, size: 1 },
      ...{ rendered_at: new Date(), last_used_at: new Date() },
    })
    .execute();

const inLedger = async ({ query }: Database, hash: string): Promise<boolean> =>
  (await query.selectFrom('blobs').select('sha256').where('sha256', '=', hash).execute()).length > 0;

test('a blob has its row before it is stored', async ({ database, store, blobs }) => {
  const bytes = randomBytes(100);
  const { put } = store;
  const before: unknown[] = [];
  store.put = (source, options) =>
    put(source, {
      ...options,
      claim: async (hash) => {
        await options?.claim?.(hash);
        before.push(await inLedger(database, hash), await store.verify(hash));
      },
    });
  const watched = openLedger(database, store);
  const { sha256: hash } = await watched.put(bytes);
  expect(before).toEqual([true, 'missing']);
  expect(await blobs.read(hash)).toEqual(bytes);
});

test('nothing can refer to a blob without a row', async ({ database }) => {
  await expect(refer(database, sha256('never stored'))).rejects.toMatchObject({ code: '23503' });
});

test('an old blob to which nothing refers is removed, and can be stored again', async ({
  database,
  store,
  blobs,
}) => {
  const hash = await putOld(database, blobs, Buffer.from('unused'));
  expect(await blobs.remove(hash)).toBe(true);
  expect([await inLedger(database, hash), await store.verify(hash)]).toEqual([false, 'missing']);
  await expect(refer(database, hash)).rejects.toMatchObject({ code: '23503' });
  await blobs.put(Buffer.from('unused'));
  await refer(database, hash);
  expect(await store.verify(hash)).toBe('whole');
});

test('a blob to which something refers is never removed', async ({ database, store, blobs }) => {
  const hash = await putOld(database, blobs, Buffer.from('needed'));
  await refer(database, hash);
  expect(await blobs.remove(hash)).toBe(false);
  expect(await store.verify(hash)).toBe('whole');
});

test('a blob that was stored a moment ago is not removed', async ({ store, blobs }) => {
  const { sha256: hash } = await blobs.put(randomBytes(100));
  expect(await blobs.remove(hash)).toBe(false);
  expect(await store.verify(hash)).toBe('whole');
});

test.for(['put', 'keep'] as const)(
  'an old blob is young after %s',
  async (write, { database, store, blobs }) => {
    const bytes = randomBytes(100);
    const hash = await putOld(database, blobs, bytes);
    if (write === 'put') await blobs.put(bytes);
    else await blobs.keep(hash, bytes);
    expect(await blobs.remove(hash)).toBe(false);
    expect(await store.verify(hash)).toBe('whole');
  },
);

test('a blob that is kept is stored if it is missing', async ({ database, store, blobs }) => {
  const bytes = randomBytes(100);
  const hash = sha256(bytes);
  await blobs.keep(hash, bytes);
  expect([await inLedger(database, hash), await store.verify(hash)]).toEqual([true, 'whole']);
  await store.remove(hash);
  await blobs.keep(hash, bytes);
  expect(await store.verify(hash)).toBe('whole');
});

test('a blob that is kept with each snapshot has its row written seldom', async ({ database, blobs }) => {
  const bytes = randomBytes(100);
  const { sha256: hash } = await blobs.put(bytes);
  const keptAt = async (): Promise<number> => {
    const rows = database.query.selectFrom('blobs').select('kept_at').where('sha256', '=', hash);
    return (await rows.executeTakeFirstOrThrow()).kept_at.getTime();
  };
  const before = await keptAt();
  await blobs.keep(hash, bytes);
  expect(await keptAt()).toBe(before);
  await grow(database, hash, '11 minutes');
  await blobs.keep(hash, bytes);
  expect(await keptAt()).toBeGreaterThanOrEqual(before);
});

test('a time of a clock that was wrong does not keep a blob for ever', async ({ database, blobs }) => {
  const { sha256: hash } = await blobs.put(randomBytes(100));
  await grow(database, hash, '-30 days');
  expect(await blobs.remove(hash)).toBe(true);
});

test('a file without a row is removed by the same rules', async ({ database, store, blobs }) => {
  const { sha256: hash } = await store.put(randomBytes(100));
  expect(await blobs.remove(hash)).toBe(true);
  expect([await inLedger(database, hash), await store.verify(hash)]).toEqual([false, 'missing']);
});

test('a removal that a dead process had begun is ended when it may not happen any more', async ({
  database,
  store,
  blobs,
}) => {
  const hash = await putOld(database, blobs, randomBytes(100));
  expect(await database.transaction((tx) => beginRemoval(tx, hash))).toBe(true);
  await blobs.endRemovals();
  expect(await store.verify(hash)).toBe('whole');
  await outlast(database);
  await blobs.endRemovals();
  expect(await store.verify(hash)).toBe('missing');
  expect(await database.query.selectFrom('blob_removals').selectAll().execute()).toEqual([]);
});

test('a writer does not store what a removal without an answer may still remove', async ({
  database,
  store,
  blobs,
}) => {
  const remover = openLedger(database, { ...store, remove: () => Promise.reject(new Error('No answer.')) });
  const bytes = randomBytes(100);
  const hash = await putOld(database, blobs, bytes);
  await expect(remover.remove(hash)).rejects.toThrow('No answer.');
  await expect(blobs.put(bytes)).rejects.toMatchObject({ code: '55006' });
  await expect(blobs.keep(hash, bytes)).rejects.toMatchObject({ code: '55006' });
  await outlast(database);
  await blobs.put(bytes);
  await refer(database, hash);
  await blobs.endRemovals();
  expect(await store.verify(hash)).toBe('whole');
});

test('a store that hangs while it removes keeps nobody from the database', async ({
  database,
  store,
  blobs,
}) => {
  const { promise: answer, resolve } = Promise.withResolvers<boolean>();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const hanging = {
    ...store,
    remove: () => {
      ask();
      return answer;
    },
  };
  const hash = await putOld(database, blobs, randomBytes(100));
  const removal = openLedger(database, hanging).remove(hash);
  await asked;
  expect(await database.transaction((tx) => tx.selectFrom('blobs').selectAll().execute())).not.toEqual([]);
  resolve(true);
  expect(await removal).toBe(true);
});

test.for(['put', 'keep'] as const)(
  'a concurrent %s never loses the blob, whoever removes it',
  async (write, { database, store, blobs }) => {
    const others = openLedger(database, store);
    const bytes = randomBytes(100);
    for (let round = 0; round < 30; round++) {
      const hash = await putOld(database, blobs, bytes);
      await Promise.all([
        blobs.remove(hash),
        write === 'put' ? others.put(bytes) : others.keep(hash, bytes),
        others.remove(hash),
        blobs.endRemovals(),
      ]);
      expect([await inLedger(database, hash), await store.verify(hash)]).toEqual([true, 'whole']);
    }
  },
);

test('a reference that is made while the blob is removed either holds or fails', async ({
  database,
  store,
  blobs,
}) => {
  for (let round = 0; round < 30; round++) {
    const hash = await putOld(database, blobs, randomBytes(100));
    const [removed, referred] = await Promise.all([
      blobs.remove(hash),
      refer(database, hash).then(
        () => true,
        () => false,
      ),
    ]);
    expect(removed).toBe(!referred);
    expect(await store.verify(hash)).toBe(referred ? 'whole' : 'missing');
  }
});

test('nothing is removed while the store may belong to another database', async ({ database, store }) => {
  const said: string[] = [];
  const refuse = () => Promise.reject(new Error('The folder is another one.'));
  const log = { error: (_: object, message: string) => void said.push(message) };
  const blobs = openBlobLedger({ database, store, doubtMs: 0, requireRemoval: refuse, log });
  const hash = await putOld(database, blobs, randomBytes(100));
  expect(await blobs.remove(hash)).toBe(false);
  await database.transaction((tx) => beginRemoval(tx, hash));
  await blobs.endRemovals();
  expect(await store.verify(hash)).toBe('whole');
  expect(said).toEqual(['a file was not removed', 'a file was not removed']);
});
