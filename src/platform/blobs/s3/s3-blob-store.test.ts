import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import { describeBlobStore } from '../../../../test/support/blob-store-contract.ts';
import { test as folderTest } from '../../../../test/support/folder-test.ts';
import {
  createBucket,
  hasRealS3,
  optionsFor,
  type S3Server,
  startCarelessS3,
  useRealS3,
} from '../../../../test/support/s3-buckets.ts';
import {
  cutAnswer,
  errorAnswer,
  hang,
  lie,
  openS3Proxy,
  spoilUpload,
} from '../../../../test/support/s3-proxy.ts';
import { createScratchFolder } from '../../disk/scratch-folder.ts';
import type { AppError } from '../../kernel/errors.ts';
import { sha256 } from '../../kernel/hash.ts';
import { keyOf } from './object-key.ts';
import { openS3BlobStore } from './s3-blob-store.ts';

interface Kind {
  name: string;
  start(): Promise<S3Server>;
  /** What the probe finds. */
  traits: { keepsConditions: boolean; refuses: string[] };
}

const CAREFUL: Kind = {
  name: 'Ceph',
  start: useRealS3,
  // It ignores x-amz-checksum-sha256.
  traits: { keepsConditions: true, refuses: ['Content-MD5', 'x-amz-content-sha256'] },
};
const CARELESS: Kind = {
  name: 'a careless server',
  start: startCarelessS3,
  traits: { keepsConditions: false, refuses: [] },
};
const LARGE = 300_000;
/** Larger than what a reader takes at once. */
const HUGE = 3_000_000;

/** Long enough for a busy machine to answer. */
const IMPATIENT_MS = 500;

for (const kind of hasRealS3 ? [CAREFUL, CARELESS] : [CARELESS]) {
  const { promise: started, resolve } = Promise.withResolvers<S3Server>();
  beforeAll(async () => resolve(await kind.start()));
  afterAll(async () => (await started)[Symbol.asyncDispose]());
  describeBlobStore(`in a bucket of ${kind.name}`, async (folder) => {
    const { options, write } = await createBucket(await started);
    const { blobs } = await openS3BlobStore({ s3: options, scratch: createScratchFolder(folder) });
    return { blobs, damage: (hash, bytes) => write(keyOf(options.prefix, hash), bytes) };
  });
  describe(`the way to ${kind.name}`, () => testWay(kind, wayTest(started)));
}

/**
 * Tests of a store behind a proxy.
 *
 * - `proxy`: what goes wrong.
 * - `store`: the store.
 * - `impatient`: another one in the same bucket, with a short time-out.
 */
function wayTest(started: Promise<S3Server>) {
  return (
    folderTest
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
      .extend('proxy', async ({}, { onCleanup }) => {
        const proxy = await openS3Proxy((await started).url);
        onCleanup(() => proxy[Symbol.asyncDispose]());
        return proxy;
      })
      .extend('options', async ({ proxy }) => {
        const { options } = await createBucket(await started);
        return { ...options, endpoint: new URL(proxy.url).origin };
      })
      .extend('store', async ({ folder, options }, { onCleanup }) => {
        const store = await openS3BlobStore({ s3: options, scratch: createScratchFolder(folder) });
        onCleanup(() => store.close());
        return store;
      })
      .extend('impatient', async ({ folder, options }, { onCleanup }) => {
        const scratch = createScratchFolder(folder);
        const store = await openS3BlobStore({ s3: options, scratch, silenceMs: IMPATIENT_MS });
        onCleanup(() => store.close());
        return store;
      })
  );
}

function testWay({ traits }: Kind, test: ReturnType<typeof wayTest>): void {
  test('the probe sees what the server does, and leaves one object', async ({ store, proxy }) => {
    expect(store.traits).toEqual(traits);
    expect(new Set(proxy.seen.filter((line) => line.startsWith('PUT')))).toContain('PUT files/v1/probe');
    const pages: unknown[] = [];
    for await (const page of store.blobs.list()) pages.push(page);
    expect(pages).toEqual([]);
  });

  test('a whole object is never replaced', async ({ store: { blobs }, proxy }) => {
    const bytes = randomBytes(LARGE);
    await blobs.put(bytes);
    const statuses: number[] = [];
    proxy.fault = ({ method }) => {
      if (method !== 'PUT') return undefined;
      return async (request, response, upstream) => {
        const answer = await upstream.send(Buffer.concat(await request.toArray()));
        statuses.push(answer.statusCode ?? 0);
        answer.pipe(response.writeHead(answer.statusCode ?? 0, answer.headers));
      };
    };
    await blobs.put(bytes);
    await blobs.put(Readable.from([bytes]));
    expect(statuses).toEqual(traits.keepsConditions ? [412, 412] : []);
  });

  test.for(['bytes', 'a stream'])(
    '%s that the server only says to have are not stored',
    async (kind, { store: { blobs }, proxy }) => {
      const bytes = randomBytes(LARGE);
      proxy.fault = ({ method }) => (method === 'PUT' ? lie : undefined);
      const put = blobs.put(kind === 'bytes' ? bytes : Readable.from([bytes]));
      await expect(put).rejects.toMatchObject({ kind: 'unavailable', code: 'storage_unreliable' });
      expect(await blobs.verify(sha256(bytes))).toBe('missing');
    },
  );

  test.for(['bytes', 'a stream'])(
    '%s that arrive changed are sent again',
    async (kind, { store: { blobs }, proxy }) => {
      const bytes = randomBytes(LARGE);
      let changes = 0;
      proxy.fault = ({ method }) => (method === 'PUT' && changes++ === 0 ? spoilUpload : undefined);
      await blobs.put(kind === 'bytes' ? bytes : Readable.from([bytes]));
      expect(changes).toBeGreaterThan(1);
      expect(await blobs.read(sha256(bytes))).toEqual(bytes);
    },
  );

  test.for([undefined, { first: 1000, last: HUGE - 1000 }])(
    'an answer that is cut goes on where it was (range %j)',
    async (range, { store: { blobs }, proxy }) => {
      const bytes = randomBytes(HUGE);
      const { sha256: hash } = await blobs.put(bytes);
      proxy.fault = ({ method }) => (method === 'GET' ? cutAnswer(1_000_000) : undefined);
      const got = await buffer((await blobs.stream(hash, range)) as Readable);
      expect(got.equals(range ? bytes.subarray(range.first, range.last + 1) : bytes)).toBe(true);
      expect(await blobs.verify(hash)).toBe('whole');
    },
  );

  test('an answer that is cut again and again without a byte is an outage', async ({
    store: { blobs },
    proxy,
  }) => {
    const { sha256: hash } = await blobs.put(randomBytes(LARGE));
    proxy.fault = ({ method }) => (method === 'GET' ? cutAnswer(0) : undefined);
    await expect(blobs.read(hash)).rejects.toMatchObject({
      code: 'storage_unavailable',
      retryAfterSeconds: 10,
    });
    await expect(blobs.stream(hash).then((stream) => stream?.toArray())).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
  });

  test('a reader that is slower than the time-out still gets all bytes', async ({
    store,
    impatient,
    proxy,
  }) => {
    const bytes = randomBytes(HUGE);
    const { sha256: hash } = await store.blobs.put(bytes);
    const before = proxy.seen.length;
    const stream = (await impatient.blobs.stream(hash)) as Readable;
    stream.once('readable', () => {});
    await vi.waitUntil(() => proxy.seen.length > before + 1, { timeout: 30_000 });
    expect((await buffer(stream)).equals(bytes)).toBe(true);
  });

  test.for(['bytes', 'a stream'])('SlowDown is waited for: %s', async (kind, { store: { blobs }, proxy }) => {
    const bytes = randomBytes(LARGE);
    let refusals = 0;
    proxy.fault = () => (refusals++ < 2 ? errorAnswer(503, 'SlowDown') : undefined);
    await blobs.put(kind === 'bytes' ? bytes : Readable.from([bytes]));
    expect(refusals).toBeGreaterThan(2);
    proxy.fault = () => errorAnswer(503, 'SlowDown');
    proxy.seen.length = 0;
    const other = randomBytes(LARGE);
    const put = blobs.put(kind === 'bytes' ? other : Readable.from([other]));
    await expect(put).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'storage_unavailable',
      retryAfterSeconds: 10,
    });
    expect(proxy.seen.length).toBeLessThan(20);
  });

  test('a server that hangs is an outage', async ({ impatient: { blobs, requireReachable }, proxy }) => {
    const { sha256: hash } = await blobs.put(randomBytes(LARGE));
    proxy.fault = () => hang;
    for (const use of [() => blobs.read(hash), () => blobs.put(Buffer.from('x')), requireReachable])
      await expect(use()).rejects.toMatchObject({ code: 'storage_unavailable' });
    proxy.fault = () => undefined;
    expect(await blobs.verify(hash)).toBe('whole');
  });

  test('a refusal says what to do, and keeps the keys to itself', async ({ store: { blobs }, proxy }) => {
    const secrets = '<AWSAccessKeyId>KEY-ID</AWSAccessKeyId><StringToSign>SIGNED</StringToSign>';
    proxy.fault = () => errorAnswer(403, 'SignatureDoesNotMatch', secrets);
    const uses = [
      () => blobs.put(Buffer.from('x')),
      () => blobs.read(sha256('x')),
      () => blobs.stat(sha256('x')),
    ];
    for (const use of uses) {
      const error = (await use().catch((failure: unknown) => failure)) as AppError;
      expect(error).toMatchObject({ kind: 'unavailable', code: 'storage_access_denied' });
      expect(error.message).toContain('must check its keys');
      expect(JSON.stringify([error, error.cause, String(error.cause)])).not.toMatch(/KEY-ID|SIGNED/);
    }
  });

  test('in a bucket that is missing, nothing is said to be missing', async ({ folder, proxy, store }) => {
    const s3 = optionsFor(proxy.url, 'no-such-bucket');
    const opened = openS3BlobStore({ s3, scratch: createScratchFolder(folder) });
    await expect(opened).rejects.toMatchObject({ code: 'storage_bucket_missing' });
    // The bucket goes away later: HEAD answers the same as for a missing object.
    const hash = sha256('x');
    proxy.fault = () => errorAnswer(404, 'NoSuchBucket');
    const uses = [() => store.blobs.stat(hash), () => store.blobs.read(hash), () => store.blobs.remove(hash)];
    for (const use of uses) await expect(use()).rejects.toMatchObject({ code: 'storage_bucket_missing' });
  });
}
