import { isStream, type PdfObjects } from './pdf-objects.ts';

/** An edition has no history before it is sealed. */
const HISTORY = /<xmpMM:History>.*?<\/xmpMM:History>/s;
/** What the file says itself, such as its number of pages. */
const EVIDENT =
  /<(xmpTPg:NPages|xmpMM:RenditionClass|pdf:PDFVersion|dc:format)>[^<]*<\/\1>| x:xmptk="[^"]*"/g;
/** Typst describes two schemas of XMP. PDF/A requires a description of others only (ISO 19005-3, 6.6.2.3). */
const SCHEMAS = /<pdfaExtension:schemas>.*?<\/pdfaExtension:schemas>/s;
const NAMESPACE = / +xmlns:(\w+)="[^"]*"/g;

/** Removes from the metadata what says nothing. Every seal repeats the metadata, uncompressed. */
export function withLeanMetadata(pdf: PdfObjects): PdfObjects {
  return {
    ...pdf,
    objects: pdf.objects.map((object) =>
      isMetadata(object.body) ? { ...object, body: lean(object.body) } : object,
    ),
  };
}

const isMetadata = (body: string): boolean => isStream(body) && body.includes('<x:xmpmeta ');

function lean(body: string): string {
  const start = body.indexOf('stream\n') + 'stream\n'.length;
  const end = body.lastIndexOf('\nendstream');
  const needed = [HISTORY, SCHEMAS, EVIDENT].reduce(
    (text, unwanted) => text.replace(unwanted, ''),
    body.slice(start, end),
  );
  const packet = needed.replace(NAMESPACE, (declared, name) =>
    needed.includes(`<${name}:`) ? ` ${declared.trimStart()}` : '',
  );
  const head = body.slice(0, start).replace(/\/Length \d+/, `/Length ${packet.length}`);
  return `${head}${packet}${body.slice(end)}`;
}
