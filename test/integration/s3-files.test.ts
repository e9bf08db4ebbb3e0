import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, inject, vi } from 'vitest';
import { restoreInstallation } from '../../src/app/restore-installation.ts';
import { keyOf } from '../../src/platform/blobs/s3/object-key.ts';
import type { S3Options } from '../../src/platform/blobs/s3/s3-options.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import type { Client } from '../support/client.ts';
import { copyDemonstration } from '../support/data-folder.ts';
import { test as folderTest } from '../support/folder-test.ts';
import { runCommand } from '../support/process.ts';
import { openRoom } from '../support/rooms.ts';
import {
  createBucket,
  hasRealS3,
  type S3Server,
  startCarelessS3,
  type TestBucket,
  useRealS3,
} from '../support/s3-buckets.ts';
import { cutAnswer, errorAnswer, openS3Proxy } from '../support/s3-proxy.ts';
import { startTestServer } from '../support/server.ts';
import { createDatabase, dropDatabase } from '../support/server-databases.ts';
import { takeSnapshot } from '../support/snapshots.ts';
import { ageBlobs } from '../support/stored-blobs.ts';
import { verifyUpload } from '../support/verification.ts';

describe('files in a bucket of a careless server', () => testFiles(startCarelessS3));
describe.runIf(hasRealS3)('files in a bucket of Ceph', () => testFiles(useRealS3));

/** `bucket` is an empty one, and `place` a copy of the demonstration whose files are still in its folder. */
function bucketTest(start: () => Promise<S3Server>) {
  return (
    folderTest
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
      .extend('s3', async ({}, { onCleanup }) => {
        const server = await start();
        onCleanup(() => server[Symbol.asyncDispose]());
        return server;
      })
      .extend('bucket', async ({ s3 }) => createBucket(s3))
      // biome-ignore lint/correctness/noEmptyPattern: as above
      .extend('place', async ({}, { onCleanup }) => {
        const data = await copyDemonstration();
        onCleanup(() => data[Symbol.asyncDispose]());
        return data.place;
      })
  );
}

function testFiles(start: () => Promise<S3Server>): void {
  const test = bucketTest(start);

  test('are stored, served, verified and removed like those in a folder', async ({ bucket, place }) => {
    await moveFiles(place.dataFolder, bucket);
    const before = await filesIn(place.dataFolder);
    await using server = await startTestServer({ place, config: { s3: bucket.options } });
    const broker = await server.as('broker');
    const bytes = randomBytes(300_000);
    const file = await upload(broker, bytes);
    expect((await broker.download(file)).bytes).toEqual(bytes);
    const part = await broker.download(file, { range: 'bytes=1000-1999' });
    expect([part.status, part.bytes]).toEqual([206, bytes.subarray(1000, 2000)]);
    await expectRecord(broker, server.anonymous);
    expect(await bucket.read(keyOf(bucket.options.prefix, sha256(bytes)))).toEqual(bytes);
    expect(await filesIn(place.dataFolder)).toEqual(before);
    const { blobs, readiness } = server.roomshot;
    await readiness.require();
    const { sha256: unused } = await blobs.put(Buffer.from('unused'));
    expect(await blobs.remove(unused)).toBe(false);
    await ageBlobs(server);
    expect(await blobs.remove(unused)).toBe(true);
    expect(await blobs.verify(unused)).toBe('missing');
    expect(await blobs.remove(sha256(bytes))).toBe(false);
  });

  test('are not looked for in a bucket that does not have them', async ({ s3, bucket, place }) => {
    const start = (own: TestBucket) => startTestServer({ place, config: { s3: own.options } });
    await expect(start(bucket)).rejects.toMatchObject({ code: 'files_not_found' });
    await moveFiles(place.dataFolder, bucket);
    await (await start(bucket))[Symbol.asyncDispose]();
    const foreign = await createBucket(s3);
    await moveFiles(place.dataFolder, foreign);
    await foreign.write(`${foreign.options.prefix}installation-id`, Buffer.from('another\n'));
    await expect(start(foreign)).rejects.toMatchObject({ code: 'foreign_bucket' });
  });

  test('that cannot be stored or read are answered with 503, and all goes on afterwards', async ({
    s3,
    bucket,
    place,
  }) => {
    await moveFiles(place.dataFolder, bucket);
    await using proxy = await openS3Proxy(s3.url);
    const options = { ...bucket.options, endpoint: new URL(proxy.url).origin };
    await using server = await startTestServer({ place, config: { s3: options } });
    const broker = await server.as('broker');
    const bytes = randomBytes(1000);
    const file = await upload(broker, bytes);
    for (const fault of [errorAnswer(503, 'SlowDown'), errorAnswer(403, 'AccessDenied'), cutAnswer(0)]) {
      proxy.fault = () => fault;
      const read = await broker.download(file);
      expect([read.status, read.headers.get('retry-after')]).toEqual([503, '10']);
      const written = await send(broker, file, randomBytes(1000));
      expect([written.status, written.headers.get('retry-after')]).toEqual([503, expect.any(String)]);
    }
    proxy.fault = () => undefined;
    expect((await broker.download(file)).bytes).toEqual(bytes);
    await expectRecord(broker, server.anonymous);
  });

  test('that cannot be stored make a snapshot wait, and not fail', async ({ s3, bucket, place }) => {
    await moveFiles(place.dataFolder, bucket);
    await using proxy = await openS3Proxy(s3.url);
    const options = { ...bucket.options, endpoint: new URL(proxy.url).origin };
    await using server = await startTestServer({ place, config: { s3: options } });
    const broker = await server.as('broker');
    let refusals = 0;
    proxy.fault = ({ method }) => {
      if (method !== 'PUT') return undefined;
      refusals++;
      return errorAnswer(503, 'SlowDown');
    };
    const { path } = await openRoom(broker);
    const { body: asked } = await broker.post(`${path}/snapshots`, { snapshot_type: 'json' });
    const taskOf = async (wait = 0) =>
      (await broker.get(`/snapshots/tasks/${asked.task_id}?wait=${wait}`)).body;
    await vi.waitUntil(() => refusals > 2, { timeout: 60_000 });
    expect(['pending', 'running']).toContain((await taskOf()).status);
    proxy.fault = () => undefined;
    expect((await taskOf(60)).status).toBe('completed');
  });

  test('are checked by doctor', async ({ bucket, place }) => {
    await moveFiles(place.dataFolder, bucket);
    await using doctor = runCommand(['doctor'], place, environmentOf(bucket.options));
    expect(await doctor.ended).toMatchObject({ code: 0 });
    expect(doctor.output()).toMatch(/^(ok {2}|WARN) {3}file_store {4}The S3 server/m);
    expect(doctor.output()).toMatch(/^ok {5}files {9}\d+ stored files were read/m);
  });

  test('are restored into another bucket', async ({ s3, bucket, place, folder }) => {
    await moveFiles(place.dataFolder, bucket);
    const backup = join(folder, 'backup');
    {
      await using server = await startTestServer({ place, config: { s3: bucket.options } });
      await upload(await server.as('broker'), randomBytes(1000));
      const answer = await (await server.as('admin')).open('/admin/backup', { method: 'POST' });
      await writeFile(backup, Buffer.from(await answer.arrayBuffer()));
    }
    const name = `roomshot_bucket_${process.pid}`;
    const databaseUrl = inject('serverUrl') ? await createDatabase(inject('serverUrl'), name) : undefined;
    const other = await createBucket(s3);
    const restored = { dataFolder: join(folder, 'restored'), databaseUrl };
    const taken = restoreInstallation({ ...restored, s3: bucket.options }, backup);
    await expect(taken).rejects.toMatchObject({ code: 'target_not_empty' });
    expect((await restoreInstallation({ ...restored, s3: other.options }, backup)).missing).toEqual([]);
    {
      await using server = await startTestServer({ place: restored, config: { s3: other.options } });
      await expectRecord(await server.as('broker'), server.anonymous);
    }
    if (databaseUrl) await dropDatabase(inject('serverUrl'), name);
  });
}

/** Copies the files of a data folder into a bucket, as an operator does who moves there. */
async function moveFiles(dataFolder: string, { options, write }: TestBucket): Promise<void> {
  const folder = join(dataFolder, 'blobs');
  for (const path of await filesIn(dataFolder))
    await write(`${options.prefix}${relative(folder, path)}`, await readFile(path));
}

async function filesIn(dataFolder: string): Promise<string[]> {
  const entries = await readdir(join(dataFolder, 'blobs'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** Returns the path of the new file. */
async function upload(broker: Client, bytes: Buffer): Promise<string> {
  const { path } = await openRoom(broker);
  const { body: document } = await broker.post(`${path}/documents`, { type_code: 'clc' });
  const place = `${path}/documents/${document.id}/file`;
  const answer = await send(broker, place, bytes);
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
  return place;
}

function send(broker: Client, place: string, bytes: Buffer): Promise<Response> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), 'clc.pdf');
  return broker.open(place, { method: 'PUT', body: form });
}

/** Makes a record, downloads it and has it verified. */
async function expectRecord(broker: Client, anybody: Client): Promise<void> {
  const { task, snapshot } = await takeSnapshot(broker, inject('rooms').ready);
  expect(task.status).toBe('completed');
  const { status, bytes } = await broker.download(snapshot.download_url);
  expect([status, sha256(bytes)]).toEqual([200, snapshot.sha256]);
  expect((await verifyUpload(anybody, bytes)).body).toMatchObject({ authentic: true });
}

const environmentOf = ({
  endpoint = '',
  bucket,
  prefix,
  credentials,
}: S3Options): Record<string, string> => ({
  ROOMSHOT_S3_ENDPOINT: endpoint,
  ROOMSHOT_S3_BUCKET: bucket,
  ROOMSHOT_S3_PREFIX: prefix,
  ROOMSHOT_S3_ACCESS_KEY_ID: credentials?.accessKeyId ?? '',
  ROOMSHOT_S3_SECRET_ACCESS_KEY: credentials?.secretAccessKey ?? '',
});
