import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import type { Blob, BlobStore } from '../../src/platform/blobs/blob-store.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { test as folderTest } from './folder-test.ts';

/** An empty store, and access to what lies below it. */
export interface StoreUnderTest {
  blobs: BlobStore;
  /** Replaces the stored bytes of a blob, as a failing disk does. */
  damage(hash: string, bytes: Uint8Array): Promise<void>;
}

/** Larger than the buffers of a stream. */
const LARGE = 300_000;

/** Tests that an implementation keeps the contract of `BlobStore`. `open` is called once for each test, with a folder of
 * its own. */
export function describeBlobStore(name: string, open: (folder: string) => Promise<StoreUnderTest>): void {
  const test = contractTest(open);
  describe(`the blob store ${name}`, () => {
    describe('put', () => testPut(test));
    describe('stream', () => testStream(test));
    describe('a damaged blob', () => testDamage(test));
    describe('remove', () => testRemoval(test));
    describe('list', () => testList(test));
  });
}

const contractTest = (open: (folder: string) => Promise<StoreUnderTest>) =>
  folderTest.extend('store', ({ folder }) => open(folder));

type ContractTest = ReturnType<typeof contractTest>;

function testPut(test: ContractTest): void {
  test.for(['bytes', 'a stream'])('stores %s under their SHA-256', async (kind, { store: { blobs } }) => {
    const bytes = randomBytes(LARGE);
    const source = kind === 'bytes' ? bytes : Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]);
    const blob = await blobs.put(source);
    expect(blob).toEqual({ sha256: sha256(bytes), size: LARGE });
    expect(await blobs.read(blob.sha256)).toEqual(bytes);
    expect(await blobs.verify(blob.sha256)).toBe('whole');
    expect(await blobs.stat(blob.sha256)).toEqual(blob);
  });

  test('stores nothing as a blob of no bytes', async ({ store: { blobs } }) => {
    const { sha256: hash, size } = await blobs.put(Buffer.alloc(0));
    expect([hash, size]).toEqual([sha256(''), 0]);
    expect(await blobs.read(hash)).toEqual(Buffer.alloc(0));
    expect(await readStream(blobs, hash)).toEqual(Buffer.alloc(0));
  });

  test('leaves one whole blob after twenty concurrent writers of it', async ({ store: { blobs } }) => {
    const bytes = randomBytes(LARGE);
    const written = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        blobs.put(index % 2 ? bytes : Readable.from([bytes.subarray(0, 7), bytes.subarray(7)])),
      ),
    );
    const blob = { sha256: sha256(bytes), size: LARGE };
    expect(written).toEqual(written.map(() => blob));
    expect(await listed(blobs)).toEqual([blob.sha256]);
    expect(await blobs.read(blob.sha256)).toEqual(bytes);
  });

  test('accepts maxBytes bytes, and stores nothing of more', async ({ store: { blobs } }) => {
    const most = randomBytes(LARGE);
    expect(await blobs.put(Readable.from([most]), { maxBytes: LARGE })).toMatchObject({ size: LARGE });
    const more = Readable.from([randomBytes(LARGE), Buffer.from('!')]);
    await expect(blobs.put(more, { maxBytes: LARGE })).rejects.toMatchObject({ code: 'file_too_large' });
    expect(await listed(blobs)).toEqual([sha256(most)]);
  });

  test.for(['bytes', 'a stream'])(
    'stores %s when their name is claimed, and not before',
    async (kind, { store: { blobs } }) => {
      const bytes = randomBytes(LARGE);
      const source = () => (kind === 'bytes' ? bytes : Readable.from([bytes]));
      const refuse = () => Promise.reject(new Error('No.'));
      await expect(blobs.put(source(), { claim: refuse })).rejects.toThrow('No.');
      expect(await listed(blobs)).toEqual([]);
      const claimed: unknown[] = [];
      const claim = async (hash: string) => void claimed.push(hash, await blobs.verify(hash));
      await blobs.put(source(), { claim });
      expect(claimed).toEqual([sha256(bytes), 'missing']);
      await blobs.put(source(), { claim });
      expect(claimed).toEqual([sha256(bytes), 'missing', sha256(bytes), 'whole']);
    },
  );

  test('stores nothing of a source that fails', async ({ store: { blobs } }) => {
    const failing = Readable.from(
      (async function* () {
        yield randomBytes(1000);
        throw new Error('The client went away.');
      })(),
    );
    await expect(blobs.put(failing)).rejects.toThrow('The client went away.');
    expect(await listed(blobs)).toEqual([]);
  });

  test('is the only way to get a blob', async ({ store: { blobs } }) => {
    const hash = sha256('never stored');
    expect(await blobs.read(hash)).toBeUndefined();
    expect(await blobs.stream(hash)).toBeUndefined();
    expect(await blobs.stream(hash, { first: 0, last: 1 })).toBeUndefined();
    expect(await blobs.stat(hash)).toBeUndefined();
    expect(await blobs.verify(hash)).toBe('missing');
  });
}

function testStream(test: ContractTest): void {
  test('delivers the whole blob', async ({ store: { blobs } }) => {
    const bytes = randomBytes(LARGE);
    const { sha256: hash } = await blobs.put(bytes);
    expect(await readStream(blobs, hash)).toEqual(bytes);
  });

  test.for([
    ['the first byte', 0, 0],
    ['bytes in the middle', 65_530, 131_080],
    ['the last byte', LARGE - 1, LARGE - 1],
    ['all bytes', 0, LARGE - 1],
    ['no more than there are', LARGE - 10, LARGE + 10],
    ['nothing from beyond the end', LARGE, LARGE + 10],
  ] as const)('delivers %s', async ([_, first, last], { store: { blobs } }) => {
    const bytes = randomBytes(LARGE);
    const { sha256: hash } = await blobs.put(bytes);
    expect(await readStream(blobs, hash, { first, last })).toEqual(bytes.subarray(first, last + 1));
  });

  test.for([undefined, { first: 0, last: LARGE - 1 }])(
    'that a reader leaves early can be read again (range %j)',
    async (range, { store: { blobs } }) => {
      const bytes = randomBytes(LARGE);
      const { sha256: hash } = await blobs.put(bytes);
      const left = await blobs.stream(hash, range);
      const chunks = left?.[Symbol.asyncIterator]();
      expect((await chunks?.next())?.done).toBe(false);
      await chunks?.return?.();
      expect(left?.destroyed).toBe(true);
      expect(await readStream(blobs, hash, range)).toEqual(bytes);
    },
  );
}

const DAMAGES: [string, (bytes: Buffer) => Uint8Array][] = [
  ['changed', (bytes) => bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1)],
  ['cut', (bytes) => bytes.subarray(0, -1)],
  ['lengthened', (bytes) => Buffer.concat([bytes, Buffer.from('!')])],
  ['emptied', () => Buffer.alloc(0)],
];

function testDamage(test: ContractTest): void {
  test.for(DAMAGES)(
    'that was %s counts as missing until it is put again',
    async ([_, spoil], { store: { blobs, damage } }) => {
      const bytes = randomBytes(LARGE);
      const { sha256: hash } = await blobs.put(bytes);
      await damage(hash, spoil(bytes));
      expect(await blobs.verify(hash)).toBe('damaged');
      expect(await blobs.read(hash)).toBeUndefined();
      await blobs.put(bytes);
      expect(await blobs.verify(hash)).toBe('whole');
      expect(await blobs.read(hash)).toEqual(bytes);
    },
  );

  test.for(DAMAGES)(
    'that was %s never leaves whole as a stream',
    async ([_, spoil], { store: { blobs, damage } }) => {
      const bytes = randomBytes(LARGE);
      const { sha256: hash } = await blobs.put(bytes);
      const damaged = spoil(bytes);
      await damage(hash, damaged);
      const stream = (await blobs.stream(hash)) as Readable;
      let received = 0;
      const reading = (async () => {
        for await (const chunk of stream) received += (chunk as Buffer).length;
      })();
      await expect(reading).rejects.toMatchObject({ code: 'blob_damaged' });
      expect(received).toBeLessThan(Math.max(1, Math.min(damaged.length, bytes.length)));
      await blobs.put(bytes);
      expect(await readStream(blobs, hash)).toEqual(bytes);
    },
  );

  test('is left as it is by verify', async ({ store: { blobs, damage } }) => {
    const { sha256: hash } = await blobs.put(Buffer.from('whole'));
    await damage(hash, Buffer.from('spoilt'));
    for (let round = 0; round < 2; round++) expect(await blobs.verify(hash)).toBe('damaged');
  });

  test('that was put again is whole at once, even while the damaged one was read', async ({
    store: { blobs, damage },
  }) => {
    const bytes = randomBytes(LARGE);
    const { sha256: hash } = await blobs.put(bytes);
    for (let round = 0; round < 20; round++) {
      await damage(hash, Buffer.from('spoilt'));
      await Promise.all([blobs.read(hash), blobs.put(bytes), blobs.read(hash)]);
      expect(await blobs.read(hash)).toEqual(bytes);
    }
  });
}

function testRemoval(test: ContractTest): void {
  test('a blob is removed once, and can be put again', async ({ store: { blobs } }) => {
    const { sha256: hash } = await blobs.put(Buffer.from('one'));
    const { sha256: other } = await blobs.put(Buffer.from('other'));
    expect(await blobs.remove(hash)).toBe(true);
    expect(await blobs.read(hash)).toBeUndefined();
    expect(await listed(blobs)).toEqual([other]);
    expect(await blobs.remove(hash)).toBe(false);
    await blobs.put(Buffer.from('one'));
    expect(String(await blobs.read(hash))).toBe('one');
  });
}

function testList(test: ContractTest): void {
  test('gives every blob with its size, in the order of hashes, in pages', async ({ store: { blobs } }) => {
    const stored = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((size) => blobs.put(randomBytes(size))));
    const pages = await pagesOf(blobs, { pageSize: 3 });
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    const byHash = stored.toSorted((one, other) => (one.sha256 < other.sha256 ? -1 : 1));
    expect(pages.flat()).toEqual(byHash);
  });

  test('gives no blob of an empty store', async ({ store: { blobs } }) => {
    expect(await pagesOf(blobs)).toEqual([]);
  });

  test('goes on while listed blobs are removed', async ({ store: { blobs } }) => {
    const sizes = [1, 2, 3, 4, 5];
    await Promise.all(sizes.map((size) => blobs.put(randomBytes(size))));
    let seen = 0;
    for await (const page of blobs.list({ pageSize: 2 })) {
      for (const blob of page) await blobs.remove(blob.sha256);
      seen += page.length;
    }
    expect(seen).toBe(sizes.length);
    expect(await listed(blobs)).toEqual([]);
  });
}

async function readStream(
  blobs: BlobStore,
  hash: string,
  range?: { first: number; last: number },
): Promise<Buffer> {
  return buffer((await blobs.stream(hash, range)) as Readable);
}

async function pagesOf(blobs: BlobStore, options?: { pageSize?: number }): Promise<Blob[][]> {
  const pages: Blob[][] = [];
  for await (const page of blobs.list(options)) pages.push(page);
  return pages;
}

const listed = async (blobs: BlobStore): Promise<string[]> =>
  (await pagesOf(blobs)).flat().map((blob) => blob.sha256);
