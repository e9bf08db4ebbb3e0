import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import type { S3Options } from '../../src/platform/blobs/s3/s3-options.ts';

const { TEST_S3_URL = '', CI = '' } = process.env;

/** An S3 server, with the keys in its address. */
export interface S3Server extends AsyncDisposable {
  url: string;
}

/** A new bucket, and access to what lies in it. */
export interface TestBucket {
  options: S3Options;
  /** Replaces the bytes of an object. */
  write(key: string, bytes: Uint8Array): Promise<void>;
  read(key: string): Promise<Buffer>;
}

/** Whether tests of a real server run. On CI, a missing one is a failure. */
export const hasRealS3 = TEST_S3_URL !== '' || CI === 'true';

/** The server of `TEST_S3_URL`, such as one of `test/services/s3-ceph`. */
export async function useRealS3(): Promise<S3Server> {
  if (TEST_S3_URL === '')
    throw new Error('TEST_S3_URL names no S3 server. Start one with test/services/s3-ceph.');
  return { url: TEST_S3_URL, async [Symbol.asyncDispose]() {} };
}

/** Starts a server that ignores conditions and digests, and accepts every key. */
export async function startCarelessS3(): Promise<S3Server> {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  return { url: `http://any:any@127.0.0.1:${server.port}`, [Symbol.asyncDispose]: () => server.stop() };
}

/** Creates a bucket at a server. */
export async function createBucket({ url }: Pick<S3Server, 'url'>): Promise<TestBucket> {
  const options = optionsFor(url, `roomshot-${randomUUID()}`);
  const client = new S3Client({
    endpoint: options.endpoint ?? '',
    region: options.region,
    forcePathStyle: true,
    ...(options.credentials && { credentials: options.credentials }),
  });
  await client.send(new CreateBucketCommand({ Bucket: options.bucket }));
  return {
    options,
    async write(Key, Body) {
      await client.send(new PutObjectCommand({ Bucket: options.bucket, Key, Body }));
    },
    async read(Key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: options.bucket, Key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
  };
}

/** @param url with the keys */
export function optionsFor(url: string, bucket: string): S3Options {
  const { origin, username, password } = new URL(url);
  return {
    endpoint: origin,
    region: 'us-east-1',
    bucket,
    prefix: 'files/',
    pathStyle: true,
    credentials: { accessKeyId: username, secretAccessKey: password },
    encryption: undefined,
    caFile: undefined,
    checksums: 'sha256',
  };
}
