import { runPdfTool } from './pdf-tools.ts';

/** What is drawn on a page, by how it is marked (ISO 32000-1, 14.6). */
interface PageContent {
  /** Numbers of tagged content, in ascending order. */
  ids: number[];
  /** Operators that draw outside of any mark. */
  unmarked: string[];
  /** Artifacts in tagged content, and the other way round. */
  nested: string[];
}

const DRAWING = new Set([
  'Tj',
  'TJ',
  "'",
  '"',
  'S',
  's',
  'f',
  'F',
  'f*',
  'B',
  'B*',
  'b',
  'b*',
  'sh',
  'Do',
  'EI',
]);
/** A string, a dictionary in one piece, or anything between spaces. */
const TOKEN = /\((?:\\.|[^\\()])*\)|<<(?:<[^>]*>|[^<>])*>>|<[0-9A-Fa-f\s]*>|[^\s()<>[\]]+/gs;

/** Reads the content streams of a page, of which qpdf is given the references. */
export function pageContent(file: Uint8Array, streams: readonly string[]): PageContent {
  const text = streams.map((reference) => streamText(file, reference)).join('\n');
  const found: PageContent = { ids: [], unmarked: [], nested: [] };
  const open: string[] = [];
  let [before, last] = ['', ''];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === 'BMC' || token === 'BDC') {
      const mark = token === 'BMC' ? last : before;
      const id = /\/MCID (\d+)/.exec(last)?.[1];
      if (id !== undefined) found.ids.push(Number(id));
      if ((id !== undefined || mark === '/Artifact') && open.some(isMark))
        found.nested.push(`${mark} ${last}`);
      open.push(id === undefined ? mark : 'tagged');
    } else if (token === 'EMC') open.pop();
    else if (DRAWING.has(token) && !open.some(isMark)) found.unmarked.push(token);
    [before, last] = [last, token];
  }
  found.ids.sort((one, other) => one - other);
  return found;
}

const isMark = (mark: string): boolean => mark === 'tagged' || mark === '/Artifact';

const streamText = (file: Uint8Array, reference: string): string =>
  runPdfTool('qpdf', file, [
    `--show-object=${reference.replace(' 0 R', '')}`,
    '--filtered-stream-data',
    '{pdf}',
  ]).stdout;
