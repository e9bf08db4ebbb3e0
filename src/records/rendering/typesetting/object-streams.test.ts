import { describe, expect, test } from 'vitest';
import { checkPdf, hasPdfTools, runPdfTool } from '../../../../test/support/pdf-tools.ts';
import { packObjects } from './object-streams.ts';
import { ReportCompiler } from './report-compiler.ts';

const withTools = describe.skipIf(!hasPdfTools('qpdf'));

const typeset = (): Uint8Array =>
  new ReportCompiler().stamp({ lines: [{ label: 'Title', value: 'Packed' }] });

/** What a PDF says, whichever way its objects are written. */
function unpacked(pdf: Uint8Array): string {
  const options = ['--qdf', '--object-streams=disable', '--static-id', '{pdf}', '{out}'];
  return runPdfTool('qpdf', pdf, options).out().toString('latin1');
}

withTools('a packed PDF', () => {
  test('says the same as before and is sound', () => {
    const plain = typeset();
    const packed = packObjects(plain);
    expect(checkPdf(packed)).toContain('No syntax or stream encoding errors');
    expect(Buffer.from(packed).includes('/ObjStm')).toBe(true);
    expect(unpacked(packed)).toBe(unpacked(plain));
  });
});

test('packing gives equal bytes for equal bytes', () => {
  const plain = typeset();
  expect(Buffer.from(packObjects(plain)).equals(packObjects(plain))).toBe(true);
});

test('what is not written as expected is refused, not guessed', () => {
  const plain = typeset();
  expect(() => packObjects(plain.subarray(0, -20))).toThrow('without a trailer');
  const moved = Buffer.from(plain);
  const table = moved.lastIndexOf('0000000016 00000 n');
  moved.write('0000000017', table, 'latin1');
  expect(() => packObjects(moved)).toThrow('object 1 is not where it should be');
});
