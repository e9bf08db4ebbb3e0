import { crc32 } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect } from 'vitest';
import { editionOf, newSigner, sealedFile, statementOf } from '../../../test/support/seal-fixtures.ts';
import { test } from '../../../test/support/seal-test.ts';
import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { sealJson } from '../seal/json-seal.ts';
import { appendZipMember, readZipDirectory } from '../seal/zip-directory.ts';
import { verifyFile } from './verify.ts';

describe.each(['json', 'csv'] as const)('a sealed %s record is not authentic', (type) => {
  test('with any byte changed anywhere', async ({ signer, faults }) => {
    const file = await sealedFile(signer, type);
    for (let offset = 0; offset < file.length; offset++) {
      const flipped = Buffer.from(file);
      flipped[offset] = (file[offset] ?? 0) ^ (1 << (offset % 8));
      expect(await faults(flipped), `byte ${offset} of ${file.length}`).not.toEqual([]);
    }
  });

  test('with something appended', async ({ signer, faults }) => {
    const file = await sealedFile(signer, type);
    for (const added of ['\n', ' ', 'PK', 'x'.repeat(10_000)]) {
      expect(await faults(Buffer.concat([file, Buffer.from(added)]))).toContain('nothing_appended');
    }
  });

  test('when cut off, wherever that is', async ({ signer, faults }) => {
    const file = await sealedFile(signer, type);
    for (let length = 0; length < file.length; length++) {
      expect(await faults(file.subarray(0, length)), `${length} bytes`).not.toEqual([]);
    }
    expect(await faults(editionOf(type))).toEqual(['seal_found']);
  });

  test('when signed by somebody else', async ({ faults }) => {
    expect(await faults(await sealedFile(await newSigner(), type))).toEqual(['signer_trusted']);
  });
});

describe('a sealed JSON record is not authentic', () => {
  test('with the seal of another record', async ({ signer, faults }) => {
    const file = (await sealedFile(signer, 'json')).toString('utf8');
    expect(await faults(Buffer.from(file.replace('Hose test', 'Hose best')))).toEqual(['record_matches']);
  });

  test('when the certificate of its signer had expired', async ({ signer, faults }) => {
    const edition = editionOf('json');
    const sealed = { edition_size: edition.length, sealed_at: '2099-01-01T00:00:00.000Z' };
    const late = await sealJson(signer.key, { ...statementOf(edition, 'json'), ...sealed });
    expect(await faults(Buffer.concat([edition, late]))).toEqual(['certificate_in_force']);
  });

  test('when written again, though it says the same', async ({ signer, faults }) => {
    const record = JSON.parse((await sealedFile(signer, 'json')).toString('utf8'));
    expect(await faults(Buffer.from(JSON.stringify(record, null, 2)))).not.toEqual([]);
    const { seal, ...content } = record;
    expect(await faults(Buffer.from(`${JSON.stringify({ seal, ...content })}\n`))).not.toEqual([]);
    const reordered = { ...content, seal: Object.fromEntries(Object.entries(seal).toReversed()) };
    expect(await faults(Buffer.from(`${JSON.stringify(reordered)}\n`))).not.toEqual([]);
  });

  test('with an unsigned or otherwise signed statement', async ({ signer, faults }) => {
    const file = (await sealedFile(signer, 'json')).toString('utf8');
    const { seal } = JSON.parse(file);
    const [, payload, signature] = seal.signature.split('.');
    const header = Buffer.from(canonicalJson({ alg: 'none' })).toString('base64url');
    for (const forged of [`${header}.${payload}.`, `${header}.${payload}.${signature}`, '', 'a.b.c']) {
      expect(await faults(Buffer.from(file.replace(seal.signature, forged)))).toContain('seal_readable');
    }
  });
});

describe('a sealed CSV record is not authentic', () => {
  test('with the seal of another record', async ({ signer, faults }) => {
    const other = zipSync({ 'room.csv': Buffer.from('title\r\nAnother room\r\n') });
    const directory = readZipDirectory(other);
    const content = unzipSync(await sealedFile(signer, 'csv'))['seal.json'];
    if (!directory || !content) throw new Error('the records are no zips');
    const modified = new Date('2026-11-23T12:00:01.123Z');
    const member = { name: 'seal.json', content, checksum: crc32(content), modified };
    const forged = appendZipMember(other.length, directory, member) ?? Buffer.alloc(0);
    expect(await faults(Buffer.concat([other, forged]))).toEqual(['record_matches']);
  });

  test('when packed again, though it holds the same', async ({ signer, faults }) => {
    const members = unzipSync(await sealedFile(signer, 'csv'));
    expect(await faults(zipSync(members, { level: 0 }))).not.toEqual([]);
  });

  test('with a member added, before or after the seal', async ({ signer, faults }) => {
    const file = await sealedFile(signer, 'csv');
    const directory = readZipDirectory(file);
    if (!directory) throw new Error('the record is no zip');
    for (const name of ['notes.csv', 'seal.json', 'room.csv']) {
      const content = Buffer.from('evil');
      const member = { name, content, checksum: crc32(content), modified: new Date(0) };
      const added = appendZipMember(file.length, directory, member);
      expect(await faults(Buffer.concat([file, added ?? Buffer.alloc(0)]))).not.toEqual([]);
    }
  });
});

describe('a file from anywhere', () => {
  test.each([
    ['nothing', ''],
    ['a text', 'Dear Sirs, please find the certificate attached.'],
    ['a picture', '\x89PNG\r\n\x1a\n'],
    ['a script', '#!/bin/sh\n'],
  ])('is clearly no record when it is %s', async (_, content) => {
    const { authentic, findings, type } = await verifyFile(Buffer.from(content), { trusted: [] });
    expect(authentic).toBe(false);
    expect(type).toBeUndefined();
    expect(findings).toHaveLength(1);
    expect(findings[0]?.text).toContain('not a record of Roomshot');
  });

  test.for([
    [
      'places that look like signatures',
      `%PDF-1.7\n${'/ByteRange [0 10 20 30] /Contents <'.repeat(200_000)}`,
    ],
    ['signatures', `%PDF-1.7\n${'/ByteRange [0 10 20 30] /Contents <30>'.repeat(200_000)}`],
    ['statements', `%PDF-1.7\n${'<roomshot:statement>'.repeat(400_000)}/ByteRange [0 1 2 3] /Contents <00>`],
    ['open brackets', `{"a":1,"seal":{"created_at":${'['.repeat(900_000)}"type":"json"}}\n`],
    ['starts of a seal', ',"seal":{"created_at":'.repeat(400_000).replace(',', '{')],
    ['ends of a zip', `PK\x03\x04${'PK\x05\x06'.repeat(2_000_000)}`],
    ['DER', `%PDF-1.7\n/ByteRange [0 42 1 2] /Contents <${'3080'.repeat(30_000)}>`],
    ['nested DER', `%PDF-1.7\n/ByteRange [0 42 1 2] /Contents <${'30820fff'.repeat(30_000)}>`],
  ] as const)(
    'that is full of %s is refused, and takes little processor time',
    async ([_, content], { faults }) => {
      const before = process.cpuUsage();
      expect(await faults(Buffer.from(content, 'latin1'))).not.toEqual([]);
      expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
    },
  );

  test('is refused without an exception, whatever its bytes', async ({ faults }) => {
    const starts = ['%PDF-', 'PK\x03\x04', '{"'];
    for (let round = 0; round < 300; round++) {
      const noise = Buffer.from(
        Array.from({ length: 200 }, (_, index) => (index * round * 7 + (index ^ round)) % 256),
      );
      expect(await faults(Buffer.concat([Buffer.from(starts[round % 3] ?? ''), noise]))).not.toEqual([]);
    }
  });

  test('is not judged against a certificate that is none', async () => {
    const verifying = verifyFile(Buffer.from('{}'), { trusted: ['-----BEGIN CERTIFICATE-----\nno\n'] });
    await expect(verifying).rejects.toMatchObject({ code: 'certificate_unreadable' });
  });
});
