import { createHash } from 'node:crypto';
import { PDF, PdfArray, PdfBool, PdfDict, PdfName, PdfNumber, PdfStream, PdfString } from '@libpdf/core';
import { cmsSignatureSize, createCmsSignature } from '../signing/cms-signature.ts';
import { commonName } from '../signing/signer-certificate.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import type { TimeStampAuthority } from '../signing/time-stamp-authority.ts';
import { notSealable } from './not-sealable.ts';
import { sealMetadata } from './pdf-metadata.ts';
import { findSignatureSlot, MAX_OFFSET, writeByteRange, writeContents } from './pdf-signature-slot.ts';
import { type DrawnStamp, drawStamp, type StampBox, stampedPage } from './pdf-stamp.ts';
import { tagWidget } from './pdf-structure.ts';
import { textString } from './pdf-text-string.ts';
import type { SealedStatement } from './seal-statement.ts';

interface PdfSealOptions {
  key: SigningKey;
  stampBox: StampBox;
  stamp: DrawnStamp;
  statement: SealedStatement;
  authority?: TimeStampAuthority | undefined;
}

const FIELD_NAME = 'Roomshot seal';
/** The annotation flags Print and Locked (ISO 32000-2, 12.5.3). PDF/A requires the first. */
const WIDGET_FLAGS = 132;

/**
 * Seals a PDF edition in one incremental update with the stamp on its page, the statement in the metadata and a PAdES
 * B-B signature over the whole file (ETSI EN 319 142-1), or B-T with an authority. The signature also certifies that no
 * later change is allowed, so that common viewers warn of additions too.
 * @throws AppError `edition_not_sealable`, `time_stamp_missing`
 */
export async function sealPdf(edition: Uint8Array, options: PdfSealOptions): Promise<Uint8Array> {
  const pdf = await load(edition);
  await drawStamp(pdf, options.stamp, options.stampBox);
  writeMetadata(pdf, options);
  addSignatureField(pdf, options);
  // The verifier reads the metadata without a PDF library, so nothing is compressed.
  const file = Buffer.from(await pdf.save({ incremental: true, compressStreams: false }));
  const slot = findSignatureSlot(file);
  if (!slot || slot.rangeStart < edition.length) throw notSealable();
  if (Buffer.compare(file.subarray(0, edition.length), edition) !== 0) throw notSealable();
  writeByteRange(file, slot);
  const digest = createHash('sha256')
    .update(file.subarray(0, slot.contentsStart))
    .update(file.subarray(slot.contentsEnd))
    .digest();
  writeContents(file, slot, await createCmsSignature(options.key, digest, options.authority?.stamp));
  return file.subarray(edition.length);
}

async function load(edition: Uint8Array): Promise<PDF> {
  let pdf: PDF;
  try {
    pdf = await PDF.load(edition, { lenient: false });
  } catch (cause) {
    throw notSealable(cause);
  }
  // A form could contain a signature already, and a record has exactly one.
  if (pdf.getCatalog().has('AcroForm') || pdf.canSaveIncrementally() !== null) throw notSealable();
  return pdf;
}

function writeMetadata(pdf: PDF, { statement }: PdfSealOptions): void {
  pdf.setModificationDate(new Date(statement.sealed_at));
  writeInfoTitle(pdf, statement.title);
  const catalog = pdf.getCatalog();
  const preferences = catalog.getDict('ViewerPreferences', (ref) => pdf.getObject(ref)) ?? new PdfDict();
  preferences.set('DisplayDocTitle', PdfBool.of(true));
  catalog.set('ViewerPreferences', preferences);
  const reference = catalog.getRef('Metadata');
  const existing = reference && pdf.getObject(reference);
  const stream = existing instanceof PdfStream ? existing : undefined;
  const earlier = stream && Buffer.from(stream.getDecodedData()).toString('utf8');
  const packet = Buffer.from(sealMetadata(earlier, statement), 'utf8');
  if (stream) stream.setData(packet);
  else {
    const entries = { Type: PdfName.of('Metadata'), Subtype: PdfName.of('XML') };
    catalog.set('Metadata', pdf.createStream(entries, packet));
  }
  changeFileId(pdf, statement.snapshot_id);
}

function writeInfoTitle(pdf: PDF, title: string): void {
  const reference = pdf.context.info.trailer.getRef('Info');
  const info = reference && pdf.getObject(reference);
  if (!(info instanceof PdfDict)) throw notSealable();
  info.set('Title', textString(title));
}

/**
 * Changes the second half of the file identifier, which depends on the content. The first half stays (ISO 32000-2,
 * 14.4).
 */
function changeFileId(pdf: PDF, snapshotId: string): void {
  const { trailer } = pdf.context.info;
  const changed = PdfString.fromBytes(createHash('sha256').update(snapshotId).digest().subarray(0, 16));
  const permanent = trailer.getArray('ID')?.at(0) ?? changed;
  trailer.set('ID', new PdfArray([permanent, changed]));
}

/**
 * Adds an invisible signature field to the stamped page. The signature is the last object of the update, so that its
 * slot is the last in the file.
 */
function addSignatureField(pdf: PDF, { key, stampBox, statement, authority }: PdfSealOptions): void {
  const page = stampedPage(pdf, stampBox);
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
  tagWidget(pdf, { ref: fieldRef, dict: field, page: page.ref });
  const annotations = page.dict.getArray('Annots', (ref) => pdf.getObject(ref));
  page.dict.set('Annots', new PdfArray([...(annotations ?? []), fieldRef]));
  page.dict.set('Tabs', PdfName.of('S'));
  const form = PdfDict.of({ Fields: new PdfArray([fieldRef]), SigFlags: PdfNumber.of(3) });
  const formRef = pdf.register(form);
  const signatureRef = pdf.register(signatureDictionary(key, statement, authority !== undefined));
  field.set('V', signatureRef);
  pdf.getCatalog().set('AcroForm', formRef);
  pdf.getCatalog().set('Perms', PdfDict.of({ DocMDP: signatureRef }));
}

const numbers = (...values: number[]): PdfArray => new PdfArray(values.map((value) => PdfNumber.of(value)));

/** ISO 32000-2, 12.8.1 and 12.8.2.2; `ByteRange` and `Contents` are filled in when the file is complete. */
function signatureDictionary(key: SigningKey, statement: SealedStatement, stamped: boolean): PdfDict {
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
    Name: textString(commonName(key.certificate) ?? 'Roomshot'),
    Reason: PdfString.fromString(`Seal of snapshot ${statement.snapshot_id}`),
    M: PdfString.fromString(`D:${statement.sealed_at.replace(/[-:T]|\..*$/g, '')}Z`),
    Reference: new PdfArray([certification]),
    ByteRange: numbers(0, MAX_OFFSET, MAX_OFFSET, MAX_OFFSET),
    Contents: PdfString.fromBytes(new Uint8Array(cmsSignatureSize(key, stamped))),
  });
}
