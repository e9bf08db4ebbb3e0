import { PDF } from '@libpdf/core';
import { describe, expect } from 'vitest';
import type { SnapshotType } from '../../src/records/editions/edition-content.ts';
import { findSignatureSlot } from '../../src/records/seal/pdf-signature-slot.ts';
import { verifyFile } from '../../src/records/verification/verify.ts';
import type { Client } from '../support/client.ts';
import { checkPdf, hasPdfTools, pdfText, runPdfTool } from '../support/pdf-tools.ts';
import type { TestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';
import { findFaults } from '../support/verification.ts';

/** What is known to have fooled PDF readers, done to a real record. */
const test = serverTest.extend('file', { scope: 'file' }, ({ broker, largeRoom }) =>
  takeFile(broker, largeRoom, 'pdf'),
);

async function takeFile(broker: Client, room: string, type: SnapshotType): Promise<Buffer> {
  const { snapshot } = await takeSnapshot(broker, room, { snapshot_type: type });
  return (await broker.download(snapshot.download_url)).bytes;
}

const verify = (server: TestServer, bytes: Uint8Array) =>
  verifyFile(bytes, { trusted: server.roomshot.seals.trustedCertificates });

/** The codes of what is wrong. */
const faults = (server: TestServer, bytes: Uint8Array) =>
  findFaults(bytes, { trusted: server.roomshot.seals.trustedCertificates });

function slotOf(bytes: Buffer) {
  const slot = findSignatureSlot(bytes);
  if (!slot) throw new Error('The file has no signature.');
  return slot;
}

/** The file with a part of it replaced by something else. */
const spliced = (file: Buffer, from: number, to: number, content: string): Buffer =>
  Buffer.concat([file.subarray(0, from), Buffer.from(content, 'latin1'), file.subarray(to)]);

describe.skipIf(!hasPdfTools('qpdf', 'pdfsig', 'pdftotext'))('a record that nobody touched', () => {
  test('is good for pdfsig, for qpdf and for us', async ({ server, file }) => {
    const judged = runPdfTool('pdfsig', file, ['-nocert', '{pdf}']).stdout;
    expect(judged).toContain('Signature is Valid');
    expect(judged).toContain('Total document signed');
    expect(checkPdf(file)).toContain('No syntax or stream encoding errors');
    expect(await faults(server, file)).toEqual([]);
  });
});

describe('incremental saves', () => {
  test('that write over a page are found, though the signature as such still holds', async ({
    server,
    file,
  }) => {
    const pdf = await PDF.load(file);
    pdf.getPage(0)?.drawText('CLEARED BY FORGER', { x: 50, y: 500 });
    const forged = Buffer.from(await pdf.save({ incremental: true }));
    expect(forged.subarray(0, file.length).equals(file)).toBe(true);
    if (hasPdfTools('pdftotext')) expect(pdfText(forged)).toContain('FORGER');
    expect(await faults(server, forged)).toContain('nothing_appended');
  });

  test('that put other content in the place of a page are found (shadow content)', async ({
    server,
    file,
  }) => {
    const pdf = await PDF.load(file);
    const [first, second] = [pdf.getPage(0), pdf.getPage(1)];
    const content = second?.dict.get('Contents');
    if (!first || !content) throw new Error('The record has too few pages.');
    first.dict.set('Contents', content);
    expect(await faults(server, await pdf.save({ incremental: true }))).toContain('nothing_appended');
  });

  test('that only repeat the end of the file are found', async ({ server, file }) => {
    const end = file.subarray(file.lastIndexOf('startxref'));
    expect(await faults(server, Buffer.concat([file, end]))).toContain('nothing_appended');
  });

  test.skipIf(!hasPdfTools('qpdf'))('and a file that qpdf wrote again', async ({ server, file }) => {
    const rewritten = runPdfTool('qpdf', file, ['{pdf}', '{out}']).out();
    expect((await verify(server, rewritten)).authentic).toBe(false);
  });
});

describe('wrapped signatures', () => {
  test('with forged objects in a wider gap are found', async ({ server, file }) => {
    const { contentsEnd, byteRange } = slotOf(file);
    const evil = '/Evil 1 0 R>>\nendobj\n1 0 obj\n<</Type/Catalog>>\nendobj\n9999 0 obj\n<<';
    const wrapped = spliced(file, contentsEnd, contentsEnd, evil);
    expect(await faults(server, wrapped)).toContain('nothing_appended');
    // The same with the numbers moved along, so that the two signed parts are what they were.
    const [, start, end, length] = byteRange;
    const before = `/ByteRange [0 ${start} ${end} ${length}`;
    const after = `/ByteRange [0 ${start} ${end + evil.length} ${length}`;
    const moved = Buffer.from(wrapped.toString('latin1').replace(before, after), 'latin1');
    expect(moved.equals(wrapped)).toBe(false);
    expect(await faults(server, moved)).toContain('whole_file_covered');
  });

  test('with the old signature object at the end of a longer file are found', async ({ server, file }) => {
    const { start, contentsEnd } = slotOf(file);
    const copy = file.toString('latin1', start, contentsEnd);
    const wrapped = spliced(
      file,
      file.length,
      file.length,
      `\n9 0 obj\n<</Type/Sig${copy}>>\nendobj\n%%EOF\n`,
    );
    expect(await faults(server, wrapped)).toContain('nothing_appended');
  });
});

describe('universal forgeries', () => {
  test.for([
    ['null', '/ByteRange null'],
    ['missing', '/Xyz 0'],
    ['negative', '/ByteRange [0 -1 -1 0]'],
    ['overlapping', '/ByteRange [0 100 50 100000]'],
    ['empty', '/ByteRange []'],
    ['of the first bytes only', '/ByteRange [0 10 0 0]'],
    ['too large to count', '/ByteRange [0 9999999999 9999999999 9999999999]'],
  ] as const)('with a byte range that is %s are found', async ([_, range], { server, file }) => {
    const { start, rangeEnd } = slotOf(file);
    expect(await faults(server, spliced(file, start, rangeEnd, range))).not.toEqual([]);
    // In the same number of bytes, so that all other offsets stay right.
    const padded = range.padEnd(rangeEnd - start).slice(0, rangeEnd - start);
    expect(await faults(server, spliced(file, start, rangeEnd, padded))).not.toEqual([]);
  });

  test.for(['<>', '<00>', 'null', '()', ''])(
    'with the signature %s are found',
    async (contents, { server, file }) => {
      const { contentsStart, contentsEnd } = slotOf(file);
      expect(await faults(server, spliced(file, contentsStart, contentsEnd, contents))).not.toEqual([]);
      const zeros = `<${'0'.repeat(contentsEnd - contentsStart - 2)}>`;
      expect(await faults(server, spliced(file, contentsStart, contentsEnd, zeros))).toContain(
        'seal_readable',
      );
    },
  );
});

describe.each(['pdf', 'json', 'csv'] as const)('a %s record', (type) => {
  test('with the good seal of another record is found', async ({ server, broker, largeRoom }) => {
    const first = await takeFile(broker, largeRoom, type);
    await broker.post(`/rooms/${largeRoom}/messages`, { text: `Not what it was: ${type}` });
    const second = await takeFile(broker, largeRoom, type);
    const sizes = await Promise.all(
      [first, second].map(async (bytes) => (await verify(server, bytes)).statement?.edition_size ?? 0),
    );
    const transplanted = Buffer.concat([first.subarray(0, sizes[0]), second.subarray(sizes[1])]);
    expect((await verify(server, first)).authentic && (await verify(server, second)).authentic).toBe(true);
    expect((await verify(server, transplanted)).authentic).toBe(false);
  });
});

describe('a JSON record', () => {
  test.for([
    ['before the content', '{"content":', '{"content":{"verdict":{"outcome":"cleared"}},"content":'],
    ['in the content', '"location":', '"location":"Elsewhere","location":'],
    ['in the seal', '"seal":{', '"seal":{"title":"Another",'],
    ['after the seal', '"type":"json"}}', '"type":"json"},"content":{}}'],
  ] as const)('with a key given twice %s is found', async ([_, from, to], { server, broker, largeRoom }) => {
    const text = (await takeFile(broker, largeRoom, 'json')).toString('utf8');
    const forged = text.replace(from, to);
    expect(forged).not.toBe(text);
    expect(() => JSON.parse(forged)).not.toThrow();
    expect(await faults(server, Buffer.from(forged))).not.toEqual([]);
  });

  test('with other data of the same length is found', async ({ server, broker, largeRoom }) => {
    const text = (await takeFile(broker, largeRoom, 'json')).toString('utf8');
    const forged = text.replace(/"outcome":"(.)/, (_, letter) => `"outcome":"${letter === 'x' ? 'y' : 'x'}`);
    expect(forged).not.toBe(text);
    expect(await faults(server, Buffer.from(forged))).toEqual(['record_matches']);
  });
});

test('a PDF record with other attached data of the same length is found', async ({ server, file }) => {
  const start = file.indexOf('stream', file.indexOf('/EmbeddedFile')) + 'stream\n'.length;
  const flipped = Buffer.from(file);
  for (let offset = start + 10; offset < start + 40; offset++) flipped[offset] = (flipped[offset] ?? 0) ^ 1;
  const codes = await faults(server, flipped);
  expect(codes).toEqual(expect.arrayContaining(['record_matches', 'content_unchanged']));
});
