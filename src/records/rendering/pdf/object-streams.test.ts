import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { describe, expect, test } from 'vitest';
import { checkPdf, hasPdfTools, runPdfTool } from '../../../../test/support/pdf-tools.ts';
import { fontFiles } from '../fonts/fonts.ts';
import { packObjects } from './object-streams.ts';
import { readObjects } from './pdf-objects.ts';

const withTools = describe.skipIf(!hasPdfTools('qpdf'));

const typeset = (): Uint8Array =>
  NodeCompiler.create({ fontArgs: [{ fontPaths: fontFiles() }] }).pdf({
    mainFileContent: '#set document(date: none)\n#set text(font: "Source Sans 3")\nPacked',
  });
const packed = (pdf: Uint8Array): Uint8Array => packObjects(readObjects(pdf));

/** What a PDF says, whichever way its objects are written. */
function unpacked(pdf: Uint8Array): string {
  const options = ['--qdf', '--object-streams=disable', '--static-id', '{pdf}', '{out}'];
  return runPdfTool('qpdf', pdf, options).out().toString('latin1');
}

withTools('a packed PDF', () => {
  test('says the same as before and is sound', () => {
    const plain = typeset();
    const small = packed(plain);
    expect(checkPdf(small)).toContain('No syntax or stream encoding errors');
    expect(Buffer.from(small).includes('/ObjStm')).toBe(true);
    expect(unpacked(small)).toBe(unpacked(plain));
  });
});

test('packing gives equal bytes for equal bytes', () => {
  const plain = typeset();
  expect(Buffer.from(packed(plain)).equals(packed(plain))).toBe(true);
});

test('what is not written as expected is refused, not guessed', () => {
  const plain = typeset();
  expect(() => readObjects(plain.subarray(0, -20))).toThrow('without a trailer');
  const moved = Buffer.from(plain);
  const table = moved.lastIndexOf('0000000016 00000 n');
  moved.write('0000000017', table, 'latin1');
  expect(() => readObjects(moved)).toThrow('object 1 is not where it should be');
});
