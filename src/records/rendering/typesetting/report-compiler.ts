import { join } from 'node:path';
import { NodeCompiler, type NodeError, type RenderPdfOpts } from '@myriaddreamin/typst-ts-node-compiler';
import type { EditionContent } from '../../editions/edition-content.ts';
import { PLAIN_DESIGN, type ReportDesign } from '../design/report-design.ts';
import { stampBoxOn } from '../design/stamp-box.ts';
import { templateDesign } from '../design/template-design.ts';
import { directedText } from '../fonts/direction.ts';
import { fontFiles } from '../fonts/fonts.ts';
import { createTextSetter } from '../fonts/printable-text.ts';
import { makeTextExtractable } from '../pdf/extractable-text.ts';
import { withLeanMetadata } from '../pdf/lean-metadata.ts';
import { packObjects } from '../pdf/object-streams.ts';
import { readObjects } from '../pdf/pdf-objects.ts';
import { prepareReport, type ReportData } from '../report/report-data.ts';
import { withSealPlace } from '../stamp/seal-place.ts';

/** The only folder that a template can read from. */
const TEMPLATES = join(import.meta.dirname, 'templates');

/** Archival, tagged, with an attached file: the strictest profile that allows all of these. */
const REPORT_FORM: RenderPdfOpts = { pdfStandard: 'a-3a' };
const TRIAL_FORM: RenderPdfOpts = { pdfTags: false };

/**
 * For how many renders unused results are kept. Most reports show a room that has changed a little since its last
 * report, so most results can be used again. After a large report the memory matters more.
 */
const KEPT = { usually: 1, afterLarge: 0 };
const LARGE_ROWS = 600;

/** Renders reports. Calls are synchronous: give the event loop a turn after each of them. */
export class ReportCompiler {
  readonly #setter = createTextSetter();
  readonly #compiler = NodeCompiler.create({
    workspace: TEMPLATES,
    fontArgs: [{ fontPaths: fontFiles() }],
  });
  readonly #design: ReportDesign;
  readonly #form: RenderPdfOpts;
  /** For how many renders Typst keeps unused results. Undefined if there is nothing to free. */
  #kept: number | undefined;

  constructor(design: ReportDesign = PLAIN_DESIGN, form: RenderPdfOpts = REPORT_FORM) {
    this.#design = design;
    this.#form = form;
    for (const [name, bytes] of templateDesign(design, this.#setter)) {
      this.#compiler.mapShadow(join(TEMPLATES, name), Buffer.from(bytes));
    }
  }

  report(content: EditionContent): Uint8Array {
    const { data, attachment } = prepareReport(content, this.#design, this.#setter);
    const rows = (content.documents?.length ?? 0) + (content.activity?.length ?? 0);
    this.forget();
    this.#kept = rows < LARGE_ROWS ? KEPT.usually : KEPT.afterLarge;
    const files = { 'report.json': templateJson(data), 'content.json': attachment };
    const pdf = readObjects(this.#compile('report.typ', files, this.#form));
    const box = stampBoxOn(this.#design.paper);
    return packObjects(withSealPlace(makeTextExtractable(withLeanMetadata(pdf)), box));
  }

  /** Renders a page with the logo alone. @throws if the logo cannot be rendered */
  trial(): Uint8Array {
    return this.#compile('trial.typ', {}, TRIAL_FORM);
  }

  /**
   * Frees results that Typst has cached and that the last renders did not use. Without it, the cache grows without
   * limit. It takes a twentieth of a render, so call it after the document is sent. The next render calls it at the
   * latest.
   */
  forget(): void {
    if (this.#kept !== undefined) this.#compiler.evictCache(this.#kept);
    this.#kept = undefined;
  }

  #compile(template: string, files: Record<string, string>, form: RenderPdfOpts): Uint8Array {
    const compiler = this.#compiler;
    const paths = Object.keys(files).map((name) => join(TEMPLATES, name));
    for (const [name, text] of Object.entries(files)) {
      compiler.mapShadow(join(TEMPLATES, name), Buffer.from(text));
    }
    try {
      const result = compiler.compile({ mainFilePath: join(TEMPLATES, template) });
      const document = result.result;
      if (document === null) throw new Error(describe(compiler, result.takeError()));
      return exportPdf(compiler, document, form);
    } finally {
      for (const path of paths) compiler.unmapShadow(path);
    }
  }
}

/** The data of a template. Texts that run in several directions become lines of parts. */
const templateJson = (data: ReportData): string =>
  JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'string' ? directedText(value, data.fonts) : value,
  );

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
