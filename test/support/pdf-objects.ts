import { runPdfTool } from './pdf-tools.ts';

// biome-ignore lint/suspicious/noExplicitAny: what stands in the file is what the test looks at
type Value = any;

/** The objects of a PDF as qpdf reads them: names with their slash, texts as `u:…`, references as `12 0 R`. */
export interface PdfObjects {
  catalog: Value;
  trailer: Value;
  /** What a reference stands for, the dictionary if it is a stream; any other value as it is. */
  resolve(value: Value): Value;
  /** Every dictionary in the file. */
  dictionaries: Value[];
}

export function pdfObjects(pdf: Uint8Array): PdfObjects {
  const [, objects] = JSON.parse(runPdfTool('qpdf', pdf, ['--json', '{pdf}']).stdout).qpdf;
  const contentOf = (entry: Value) => entry?.value ?? entry?.stream?.dict;
  const resolve = (value: Value) =>
    typeof value === 'string' && value.endsWith(' R') ? contentOf(objects[`obj:${value}`]) : value;
  const trailer = objects.trailer.value;
  const isDictionary = (value: Value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  return {
    catalog: resolve(trailer['/Root']),
    trailer,
    resolve,
    dictionaries: Object.values(objects).map(contentOf).filter(isDictionary),
  };
}
