import { join } from 'node:path';
import { NodeCompiler, type NodeError, type RenderPdfOpts } from '@myriaddreamin/typst-ts-node-compiler';
import type { EditionContent } from '../../editions/edition-content.ts';
import { PLAIN_DESIGN, type ReportDesign } from '../design/report-design.ts';
import { templateDesign } from '../design/template-design.ts';
import { fontFiles } from '../fonts/fonts.ts';
import { createTextSetter } from '../fonts/printable-text.ts';
import { prepareReport } from '../report/report-data.ts';
import { prepareStamp, type Stamp } from '../report/stamp-data.ts';
import { packObjects } from './object-streams.ts';

/** Sets reports and stamps. Synchronous, and for one process: give the event loop a turn after each call. */
export interface ReportCompiler {
  report(content: EditionContent): Uint8Array;
  stamp(stamp: Stamp): Uint8Array;
  /** A page with the logo alone: throws if it cannot be set. */
  trial(): Uint8Array;
  /**
   * Frees what Typst remembers and the last renders had no use for; it would grow without end. Takes a
   * twentieth of a render, so it can wait until the document is on its way; the next render does it at the
   * latest.
   */
  forget(): void;
}

/** The only folder that a template can read from. */
const TEMPLATES = join(import.meta.dirname, 'templates');

/** Archival, tagged, with an attached file: the strictest profile that allows all of these. */
const REPORT_FORM: RenderPdfOpts = { pdfStandard: 'a-3a' };
/** The stamp becomes one paragraph of the report, and must not bring a structure of its own. */
const STAMP_FORM: RenderPdfOpts = { pdfStandard: 'a-3b', pdfTags: false };

/**
 * For how many renders something is kept that none of them used. Most reports show a room that has changed a
 * little since its last one, and what it still shows needs not be set again; after a large report, only the
 * memory counts. Two, because reports and stamps alternate.
 */
const KEPT = { usually: 2, afterLarge: 0 };
const LARGE_ROWS = 600;

export function createReportCompiler(
  design: ReportDesign = PLAIN_DESIGN,
  form: RenderPdfOpts = REPORT_FORM,
): ReportCompiler {
  const setter = createTextSetter();
  const compiler = NodeCompiler.create({ workspace: TEMPLATES, fontArgs: [{ fontPaths: fontFiles() }] });
  for (const [name, bytes] of templateDesign(design, setter)) {
    compiler.mapShadow(join(TEMPLATES, name), Buffer.from(bytes));
  }

  let kept: number | undefined;
  const forget = (): void => {
    if (kept !== undefined) compiler.evictCache(kept);
    kept = undefined;
  };

  const compile = (template: string, files: Record<string, string>, form: RenderPdfOpts): Uint8Array => {
    const paths = Object.keys(files).map((name) => join(TEMPLATES, name));
    for (const [name, text] of Object.entries(files))
      compiler.mapShadow(join(TEMPLATES, name), Buffer.from(text));
    try {
      const result = compiler.compile({ mainFilePath: join(TEMPLATES, template) });
      const document = result.result;
      if (document === null) throw new Error(describe(compiler, result.takeError()));
      return exportPdf(compiler, document, form);
    } finally {
      for (const path of paths) compiler.unmapShadow(path);
    }
  };

  return {
    forget,
    report(content) {
      const { data, attachment } = prepareReport(content, design, setter);
      const rows = (content.documents?.length ?? 0) + (content.activity?.length ?? 0);
      forget();
      kept = rows < LARGE_ROWS ? KEPT.usually : KEPT.afterLarge;
      const files = { 'report.json': JSON.stringify(data), 'content.json': attachment };
      return packObjects(compile('report.typ', files, form));
    },
    trial: () => compile('trial.typ', {}, STAMP_FORM),
    stamp(stamp) {
      forget();
      kept = KEPT.usually;
      return compile('stamp.typ', { 'stamp.json': JSON.stringify(prepareStamp(stamp, setter)) }, STAMP_FORM);
    },
  };
}

function exportPdf(
  compiler: NodeCompiler,
  document: Parameters<NodeCompiler['pdf']>[0],
  form: RenderPdfOpts,
): Uint8Array {
  try {
    return compiler.pdf(document, form);
  } catch (error) {
    // The binding leaves `message` empty and puts the text into `code`.
    const text = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Error(`Typst could not write the PDF: ${text}`, { cause: error });
  }
}

function describe(compiler: NodeCompiler, error: NodeError | null): string {
  const diagnostics = error === null ? 'no diagnostics' : JSON.stringify(compiler.fetchDiagnostics(error));
  return `Typst could not set the document: ${diagnostics}`;
}
