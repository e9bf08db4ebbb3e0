import { EmbeddedFont } from './embedded-font.ts';
import { type PdfObjects, readStream, writeStream } from './pdf-objects.ts';
import { orderOf, writeRun } from './run-writing.ts';
import { findTextBlocks, type TextBlock } from './text-blocks.ts';
import { joinRuns, linesOf, needsRewriting } from './text-runs.ts';

const PAGE = /^<<\s*\/Type \/Page\n/;
const CONTENT = /\/Contents (\d+) 0 R/;
const FONTS = /\/(f\d+) (\d+) 0 R/g;

type FontOf = (name: string) => EmbeddedFont;

/**
 * Rewrites the texts of a PDF so that programs extract them as they were written: each code stands for its part of the
 * text, and words stand in the order in which they are read. Typst says some of this in marks that most programs ignore.
 * What is shown stays the same.
 */
export function makeTextExtractable(pdf: PdfObjects): PdfObjects {
  const { objects } = pdf;
  const changed = new Map<number, string>();
  const fonts = new Map<number, EmbeddedFont>();
  const fontOf = (number: number): EmbeddedFont => {
    const font = fonts.get(number) ?? new EmbeddedFont(number, objects);
    fonts.set(number, font);
    return font;
  };
  for (const { body } of objects) {
    if (!PAGE.test(body)) continue;
    const number = Number(CONTENT.exec(body)?.[1]);
    const source = readStream(objects[number - 1]?.body ?? '');
    const lines = linesOf(source, findTextBlocks(source)).filter(needsRewriting);
    if (lines.length === 0) continue;
    const names = new Map([...body.matchAll(FONTS)].map(([, name = '', font]) => [name, Number(font)]));
    const written = rewritePage(source, lines, (name) => fontOf(names.get(name) ?? 0));
    if (written !== source) changed.set(number, writeStream('', Buffer.from(written, 'latin1')));
  }
  for (const font of fonts.values()) for (const [number, body] of font.changes()) changed.set(number, body);
  return {
    ...pdf,
    objects: objects.map(({ number, body }) => ({ number, body: changed.get(number) ?? body })),
  };
}

function rewritePage(source: string, lines: readonly TextBlock[][], fontOf: FontOf): string {
  const written: string[] = [];
  let end = 0;
  for (const line of lines) {
    for (const { block, text } of rewriteLine(line, fontOf)) {
      written.push(source.slice(end, block.start), text ?? source.slice(block.start, block.end));
      end = block.end;
    }
  }
  return written.join('') + source.slice(end);
}

/** Returns the new text of each block of a line. Undefined: it stays as it is. */
function rewriteLine(
  line: readonly TextBlock[],
  fontOf: FontOf,
): { block: TextBlock; text: string | undefined }[] {
  let spaces = '';
  const runs = joinRuns(line, fontOf);
  return runs.flatMap((run, index) => {
    const order = orderOf(runs, index, spaces, (name) => fontOf(name).takesGlyphs);
    const isChanged = spaces !== '' || needsRewriting(run.blocks);
    const rewritten = isChanged ? writeRun(run, fontOf(run.font), order) : undefined;
    spaces = rewritten?.spaces ?? '';
    return run.blocks.map((block, place) => ({
      block,
      text: rewritten && (place === 0 ? rewritten.text : ''),
    }));
  });
}
