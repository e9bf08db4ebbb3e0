import { deflateSync } from 'node:zlib';
import { ops, PDF, type PDFPage, PdfDict, PdfName, PdfNumber, PdfStream } from '@libpdf/core';
import { notSealable } from './not-sealable.ts';
import { tagContent } from './pdf-structure.ts';

/** A rectangle on a page, in PDF points with the origin at the lower left corner; pages count from zero. */
export interface StampBox {
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The stamp of the seal on page one. */
export interface DrawnStamp {
  /** A one-page PDF, untagged, fonts embedded, of exactly the size of the box. */
  pdf: Uint8Array;
  /** The text for screen readers, line by line. */
  text: string;
}

/** Returns the page of the stamp. @throws AppError `edition_not_sealable` if the page does not exist */
export function stampedPage(pdf: PDF, { page: number }: StampBox): PDFPage {
  const page = pdf.getPage(number);
  if (!page?.dict.has('Resources')) throw notSealable();
  return page;
}

/**
 * Draws the stamp into its box: as the last paragraph of its page if the edition is tagged (ISO 14289-1, 7.1),
 * otherwise as an artifact.
 * @throws AppError `edition_not_sealable` if the stamp has another size, or is tagged
 */
export async function drawStamp(pdf: PDF, stamp: DrawnStamp, box: StampBox): Promise<void> {
  const page = stampedPage(pdf, box);
  const embedded = await pdf.embedPage(await PDF.load(stamp.pdf, { lenient: false }), 0);
  // A stamp of another size would cover text of the report.
  const fits = embedded.width <= box.width + 1 && embedded.height <= box.height + 1;
  const form = pdf.getObject(embedded.ref);
  // Tags inside of tagged content would break the structure of the whole file.
  if (!fits || !(form instanceof PdfStream) || Buffer.from(form.data).includes('/MCID')) throw notSealable();
  form.setData(deflateSync(form.data));
  form.set('Filter', PdfName.of('FlateDecode'));
  const id = tagContent(pdf, page, stamp.text);
  page.drawOperators([
    id === undefined
      ? ops.beginMarkedContent('/Artifact')
      : ops.beginMarkedContentProps('/P', PdfDict.of({ MCID: PdfNumber.of(id) })),
    ops.pushGraphicsState(),
    ops.concatMatrix(1, 0, 0, 1, box.x - embedded.box.x, box.y - embedded.box.y),
    ops.paintXObject(page.registerXObject(embedded)),
    ops.popGraphicsState(),
    ops.endMarkedContent(),
  ]);
}
