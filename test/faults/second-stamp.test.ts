import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { createTimeStampAuthority } from '../../src/records/signing/time-stamp-authority.ts';
import { readJsonSeal } from '../../src/records/verification/json-verification.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';
import { replaceStamp } from '../support/time-stamp-forgery.ts';
import { verifyUpload } from '../support/verification.ts';

const test = serverTest.extend('serverOptions', { scope: 'file' }, ({ authority }) => ({
  config: {
    timeStamps: {
      authority: { url: authority.url, certificatePath: authority.certificatePath },
      maxWaitHours: 6,
    },
  },
}));

test('a second stamp of the same authority is named as what it is', async ({
  server,
  authority,
  broker,
  readyRoom,
}) => {
  const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  const { bytes } = await broker.download(snapshot.download_url);
  const { body: first } = await verifyUpload(server.anonymous, bytes);
  expect(first).toMatchObject({ authentic: true, record_status: 'kept' });
  const stamped = readJsonSeal(bytes).signature?.timeStamp?.stamped;
  if (!stamped) throw new Error('The record has no time stamp.');
  const certificates = [new X509Certificate(await readFile(authority.certificatePath))];
  const second = await createTimeStampAuthority({ url: authority.url, certificates }).stamp(stamped);
  const { body: verification } = await verifyUpload(
    server.anonymous,
    replaceStamp(bytes, 'json', Buffer.from(second)),
  );
  expect(verification).toMatchObject({ authentic: false, record_status: 'different' });
  const { text } = verification.findings.find(({ code }: { code: string }) => code === 'file_recorded');
  expect(text).toContain('a second one of the same authority');
});
