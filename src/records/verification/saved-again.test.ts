import { unzipSync, zipSync } from 'fflate';
import { describe, expect } from 'vitest';
import { hasPdfTools, runPdfTool } from '../../../test/support/pdf-tools.ts';
import { sealedFile } from '../../../test/support/seal-fixtures.ts';
import { test } from '../../../test/support/seal-test.ts';
import { verifyFile } from './verify.ts';

describe('a record that another program saved again is told so', () => {
  test('as JSON, indented or in another order', async ({ signer }) => {
    const { seal, ...content } = JSON.parse((await sealedFile(signer, 'json')).toString('utf8'));
    const texts = [
      JSON.stringify({ ...content, seal }, null, 2),
      JSON.stringify({ seal, ...content }),
      `${JSON.stringify({ ...content, seal })}\r\n`.replaceAll('":', '": '),
    ];
    for (const text of texts) {
      const { conclusion } = await verifyFile(Buffer.from(text), { trusted: [signer.certificate] });
      expect(conclusion, text.slice(0, 40)).toBe('saved_again');
    }
  });

  test('as a zip of CSV tables, stored or compressed, in any order', async ({ signer }) => {
    const members = unzipSync(await sealedFile(signer, 'csv'));
    const reversed = Object.fromEntries(Object.entries(members).toReversed());
    for (const zip of [zipSync(members), zipSync(members, { level: 0 }), zipSync(reversed)]) {
      const { conclusion, authentic } = await verifyFile(zip, { trusted: [signer.certificate] });
      expect({ conclusion, authentic }).toEqual({ conclusion: 'saved_again', authentic: false });
    }
  });

  test.skipIf(!hasPdfTools('qpdf'))('as a PDF, by qpdf', async ({ signer }) => {
    const record = await sealedFile(signer, 'pdf');
    for (const options of [[], ['--linearize'], ['--object-streams=generate'], ['--qdf']]) {
      const saved = runPdfTool('qpdf', record, [...options, '{pdf}', '{out}']).out();
      const { conclusion } = await verifyFile(saved, { trusted: [signer.certificate] });
      expect(conclusion, options.join()).toBe('saved_again');
    }
  });
});

test.for(['pdf', 'json', 'csv'] as const)(
  'a changed or cut %s record is not called saved again',
  async (type, { signer }) => {
    const file = await sealedFile(signer, type);
    const changed = Buffer.from(file);
    changed[40] = (file[40] ?? 0) ^ 1;
    const options = { trusted: [signer.certificate] };
    expect((await verifyFile(changed, options)).conclusion).toBe('changed');
    expect((await verifyFile(file.subarray(0, -40), options)).conclusion).not.toBe('saved_again');
    expect((await verifyFile(file, options)).conclusion).toBe('authentic');
  },
);
