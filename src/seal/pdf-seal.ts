import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import {
  ops,
  PDF,
  type PDFPage,
  PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  PdfStream,
  PdfString,
} from '@libpdf/core';
import { AppError } from '../kernel/errors.ts';
import { cmsSignatureSize, createCmsSignature } from './cms-signature.ts';
import { sealMetadata } from './pdf-metadata.ts';
import { findSignatureSlot, WIDEST_OFFSET, writeByteRange, writeContents } from './pdf-signature-slot.ts';
import type { SealedStatement } from './seal-statement.ts';
import { commonName } from './signer-certificate.ts';
import type { SigningKey } from './signing-key.ts';

/** A rectangle on a page, in PDF points with the origin at the lower left corner; pages count from zero. */
export interface StampBox {
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface PdfSealOptions {
  key: SigningKey;
  stampBox: StampBox;
  /** A one-page PDF, untagged, of exactly the size of the box. */
  stamp: Uint8Array;
  statement: SealedStatement;
}

const FIELD_NAME = 'Roomshot seal';
/** Annotation flags Print and Locked (ISO 32000-2, 12.5.3): PDF/A wants the first. */
const WIDGET_FLAGS = 132;

const notSealable = (cause?: unknown): AppError =>
  new AppError('internal', 'edition_not_sealable', 'The PDF record could not be sealed.', { cause });

/**
 * The seal of a PDF edition: one incremental update with the stamp on its page, the statement in the metadata and
 * a PAdES B-B signature over the whole file (ETSI EN 319 142-1). The signature also certifies that no change at
 * all is allowed after it, so that ordinary viewers warn of additions too.
 * @throws AppError `edition_not_sealable`
 */
export async function sealPdf(edition: Uint8Array, options: PdfSealOptions): Promise<Uint8Array> {
  const pdf = await load(edition);
  await drawStamp(pdf, options);
  writeMetadata(pdf, options);
  addSignatureField(pdf, options);
  // The metadata stays readable without any PDF software, and the verifier relies on that: nothing is compressed.
  const file = Buffer.from(await pdf.save({ incremental: true, compressStreams: false }));
  const slot = findSignatureSlot(file);
  if (!slot || slot.rangeStart < edition.length) throw notSealable();
  if (Buffer.compare(file.subarray(0, edition.length), edition) !== 0) throw notSealable();
  writeByteRange(file, slot);
  const digest = createHash('sha256')
    .update(file.subarray(0, slot.contentsStart))
    .update(file.subarray(slot.contentsEnd))
    .digest();
  writeContents(file, slot, await createCmsSignature(options.key, digest));
  return file.subarray(edition.length);
}

async function load(edition: Uint8Array): Promise<PDF> {
  let pdf: PDF;
  try {
    pdf = await PDF.load(edition, { lenient: false });
  } catch (cause) {
    throw notSealable(cause);
  }
  // A form could hold a signature already, and a record has exactly one.
  if (pdf.getCatalog().has('AcroForm') || pdf.canSaveIncrementally() !== null) throw notSealable();
  return pdf;
}

function pageOf(pdf: PDF, { page: number }: StampBox): PDFPage {
  const page = pdf.getPage(number);
  if (!page?.dict.has('Resources')) throw notSealable();
  return page;
}

/**
 * Draws the stamp as an artifact: what it says stands in the metadata too, and the order in which a screen reader
 * goes through the edition stays as it is (ISO 14289-1, 7.1).
 */
async function drawStamp(pdf: PDF, { stamp, stampBox }: PdfSealOptions): Promise<void> {
  const page = pageOf(pdf, stampBox);
  const embedded = await pdf.embedPage(await PDF.load(stamp, { lenient: false }), 0);
  // A stamp of another size would cover what the report says.
  const fits = embedded.width <= stampBox.width + 1 && embedded.height <= stampBox.height + 1;
  const form = pdf.getObject(embedded.ref);
  // Tagged content inside an artifact would break the tagging of the whole file.
  if (!fits || !(form instanceof PdfStream) || Buffer.from(form.data).includes('/MCID')) throw notSealable();
  form.setData(deflateSync(form.data));
  form.set('Filter', PdfName.of('FlateDecode'));
  const { x, y } = stampBox;
  page.drawOperators([
    ops.beginMarkedContent('/Artifact'),
    ops.pushGraphicsState(),
    ops.concatMatrix(1, 0, 0, 1, x - embedded.box.x, y - embedded.box.y),
    ops.paintXObject(page.registerXObject(embedded)),
    ops.popGraphicsState(),
    ops.endMarkedContent(),
  ]);
}

function writeMetadata(pdf: PDF, { statement }: PdfSealOptions): void {
  pdf.setModificationDate(new Date(statement.sealed_at));
  writeInfoTitle(pdf, statement.title);
  const catalog = pdf.getCatalog();
  const reference = catalog.getRef('Metadata');
  const existing = reference && pdf.getObject(reference);
  if (existing instanceof PdfStream) {
    const packet = Buffer.from(existing.getDecodedData()).toString('utf8');
    existing.setData(Buffer.from(sealMetadata(packet, statement), 'utf8'));
  } else {
    const packet = Buffer.from(sealMetadata(undefined, statement), 'utf8');
    const entries = { Type: PdfName.of('Metadata'), Subtype: PdfName.of('XML') };
    catalog.set('Metadata', pdf.createStream(entries, packet));
  }
  changeFileId(pdf, statement.snapshot_id);
}

/**
 * A title is anybody's text. In hexadecimal digits it cannot pass for something else to a reader that looks for
 * the statement or the signature without parsing the PDF.
 */
function writeInfoTitle(pdf: PDF, title: string): void {
  const reference = pdf.context.info.trailer.getRef('Info');
  const info = reference && pdf.getObject(reference);
  if (!(info instanceof PdfDict)) throw notSealable();
  info.set('Title', PdfString.fromBytes(Buffer.from(`\ufeff${title}`, 'utf16le').swap16()));
}

/** The first half of the file identifier stays, the second changes with the content (ISO 32000-2, 14.4). */
function changeFileId(pdf: PDF, snapshotId: string): void {
  const { trailer } = pdf.context.info;
  const changed = PdfString.fromBytes(createHash('sha256').update(snapshotId).digest().subarray(0, 16));
  const permanent = trailer.getArray('ID')?.at(0) ?? changed;
  trailer.set('ID', new PdfArray([permanent, changed]));
}

/**
 * An invisible signature field on the stamped page. The signature is the last object of the update, so that its
 * slot is the last in the file.
 */
function addSignatureField(pdf: PDF, { key, stampBox, statement }: PdfSealOptions): void {
  const page = pageOf(pdf, stampBox);
  const field = PdfDict.of({
    Type: PdfName.of('Annot'),
    Subtype: PdfName.of('Widget'),
    FT: PdfName.of('Sig'),
    T: PdfString.fromString(FIELD_NAME),
    TU: PdfString.fromString(`Seal of Roomshot over the whole record (snapshot ${statement.snapshot_id})`),
    F: PdfNumber.of(WIDGET_FLAGS),
    P: page.ref,
    Rect: numbers(0, 0, 0, 0),
  });
  const fieldRef = pdf.register(field);
  const annotations = page.dict.getArray('Annots', (ref) => pdf.getObject(ref));
  page.dict.set('Annots', new PdfArray([...(annotations ?? []), fieldRef]));
  page.dict.set('Tabs', PdfName.of('S'));
  const form = PdfDict.of({ Fields: new PdfArray([fieldRef]), SigFlags: PdfNumber.of(3) });
  const formRef = pdf.register(form);
  const signatureRef = pdf.register(signatureDictionary(key, statement));
  field.set('V', signatureRef);
  pdf.getCatalog().set('AcroForm', formRef);
  pdf.getCatalog().set('Perms', PdfDict.of({ DocMDP: signatureRef }));
}

const numbers = (...values: number[]): PdfArray => new PdfArray(values.map((value) => PdfNumber.of(value)));

/** ISO 32000-2, 12.8.1 and 12.8.2.2; `ByteRange` and `Contents` are filled in when the file is complete. */
function signatureDictionary(key: SigningKey, statement: SealedStatement): PdfDict {
  const certification = PdfDict.of({
    Type: PdfName.of('SigRef'),
    TransformMethod: PdfName.of('DocMDP'),
    TransformParams: PdfDict.of({
      Type: PdfName.of('TransformParams'),
      P: PdfNumber.of(1),
      V: PdfName.of('1.2'),
    }),
  });
  return PdfDict.of({
    Type: PdfName.of('Sig'),
    Filter: PdfName.of('Adobe.PPKLite'),
    SubFilter: PdfName.of('ETSI.CAdES.detached'),
    Name: PdfString.fromString(commonName(key.certificate) ?? 'Roomshot'),
    Reason: PdfString.fromString(`Seal of snapshot ${statement.snapshot_id}`),
    M: PdfString.fromString(`D:${statement.sealed_at.replace(/[-:T]|\..*$/g, '')}Z`),
    Reference: new PdfArray([certification]),
    ByteRange: numbers(0, WIDEST_OFFSET, WIDEST_OFFSET, WIDEST_OFFSET),
    Contents: PdfString.fromBytes(new Uint8Array(cmsSignatureSize(key))),
  });
}
