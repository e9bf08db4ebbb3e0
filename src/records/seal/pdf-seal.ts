import { createHash } from 'node:crypto';
import { editionDigest } from '../editions/edition-digest.ts';
import type { ReportDesign } from '../rendering/design/report-design.ts';
import { type Dictionary, writeDictionary } from '../rendering/pdf/dictionary.ts';
import { CodedFont } from '../rendering/stamp/coded-font.ts';
import { OWN_NAME } from '../rendering/stamp/stamp-content.ts';
import { drawStamp } from '../rendering/stamp/stamp-drawing.ts';
import { STANDING_NAME } from '../rendering/stamp/standing-font.ts';
import { cmsSignatureSize, createCmsSignature } from '../signing/cms-signature.ts';
import { commonName } from '../signing/signer-certificate.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import type { TimeStampAuthority } from '../signing/time-stamp-authority.ts';
import { sealMetadata } from './pdf-metadata.ts';
import { findSignatureSlot, MAX_OFFSET, writeByteRange, writeContents } from './pdf-signature-slot.ts';
import { stampOf, textOf } from './pdf-stamp.ts';
import { type PdfTemplate, pdfTemplate } from './pdf-template.ts';
import { textString } from './pdf-text-string.ts';
import { deflate, PdfUpdate } from './pdf-update.ts';
import type { SealedStatement } from './seal-statement.ts';

interface PdfSealOptions {
  key: SigningKey;
  design: Pick<ReportDesign, 'accent'>;
  statement: SealedStatement;
  /** The time zone of the room. */
  timeZone: string | undefined;
  authority?: TimeStampAuthority | undefined;
}

const FIELD_NAME = 'Roomshot seal';
const DESCRIPTION = 'Seal of Roomshot over the whole record';

/**
 * Seals a PDF edition in one incremental update with the stamp on its page, the statement in the metadata and a PAdES
 * B-B signature over the whole file (ETSI EN 319 142-1), or B-T with an authority. The signature also certifies that no
 * later change is allowed, so that common viewers warn of additions too.
 * @throws AppError `edition_not_sealable`, `time_stamp_missing`
 */
export async function sealPdf(edition: Uint8Array, options: PdfSealOptions): Promise<Uint8Array> {
  const seal = writeSeal(pdfTemplate(edition), options);
  const slot = findSignatureSlot(seal);
  if (!slot) throw new Error('The seal has no place for its signature.');
  writeByteRange(seal, slot, edition.length);
  const digest = editionDigest(edition)
    .update(seal.subarray(0, slot.contentsStart))
    .update(seal.subarray(slot.contentsEnd))
    .digest();
  writeContents(seal, slot, await createCmsSignature(options.key, digest, options.authority?.stamp));
  return seal;
}

/** Writes the update, with an empty place for the signature. */
function writeSeal(template: PdfTemplate, options: PdfSealOptions): Buffer {
  const { statement } = options;
  const { numbers, info, identifier } = template;
  const update = new PdfUpdate(template);
  const signature = update.number();
  writeStamp(update, template, options);
  writeSignatureField(update, template, signature);
  const modified = `(D:${statement.sealed_at.replace(/[-:T]|\..*$/g, '')}Z)`;
  update.small(numbers.info, withEntries(info, { Title: textString(statement.title), ModDate: modified }));
  const packet = Buffer.from(sealMetadata(template.packet, statement), 'utf8');
  // The verifier reads the statement without parsing the PDF, and PDF/A wants its metadata plain (ISO 19005-3, 6.6.2.1).
  update.plainStream(numbers.metadata, '/Type /Metadata /Subtype /XML', packet);
  update.packSmall();
  // The last object, so that its slot is the last in the file.
  update.plain(signature, signatureDictionary(options, modified));
  return update.end([
    ['Root', `${numbers.catalog} 0 R`],
    ['Info', `${numbers.info} 0 R`],
    ['ID', `[${identifier} <${changedIdentifier(statement.snapshot_id)}>]`],
  ]);
}

/** The second half of the file identifier depends on the content (ISO 32000-2, 14.4). */
const changedIdentifier = (snapshotId: string): string =>
  createHash('sha256').update(snapshotId).digest('hex').slice(0, 32);

const withEntries = (dictionary: Dictionary, entries: Record<string, string>): string =>
  writeDictionary(new Map([...dictionary, ...Object.entries(entries)]));

/** Writes the stamp into its box, with its text for screen readers (ISO 32000-2, 14.9.4). */
function writeStamp(
  update: PdfUpdate,
  { numbers, paragraph }: PdfTemplate,
  { statement, timeZone, design }: PdfSealOptions,
): void {
  const stamp = stampOf(statement, timeZone);
  const drawn = drawStamp(stamp, design.accent);
  const names = [`/${STANDING_NAME} ${numbers.font} 0 R`];
  if (!drawn.font.isEmpty) {
    const first = update.number(CodedFont.count);
    for (const [index, { entries, packed }] of drawn.font.write(first, deflate).entries()) {
      if (packed) update.packedStream(first + index, entries, packed);
      else update.small(first + index, `<< ${entries} >>`);
    }
    names.push(`/${OWN_NAME} ${first} 0 R`);
  }
  const { width, height } = drawn.size;
  const entries = `/Type /XObject /Subtype /Form /BBox [0 0 ${width} ${height}] /Resources << /Font << ${names.join(' ')} >> >>`;
  update.stream(numbers.stamp, entries, drawn.content);
  update.small(numbers.paragraph, withEntries(paragraph, { ActualText: textString(textOf(stamp)) }));
}

/** Makes the widget of the edition an invisible signature field. */
function writeSignatureField(
  update: PdfUpdate,
  { numbers, catalog, widget }: PdfTemplate,
  signature: number,
): void {
  const field = { FT: '/Sig', T: textString(FIELD_NAME), TU: textString(DESCRIPTION), V: `${signature} 0 R` };
  update.small(numbers.widget, withEntries(widget, field));
  update.small(
    numbers.catalog,
    withEntries(catalog, {
      AcroForm: `<< /Fields [${numbers.widget} 0 R] /SigFlags 3 >>`,
      Perms: `<< /DocMDP ${signature} 0 R >>`,
    }),
  );
}

/** ISO 32000-2, 12.8.1 and 12.8.2.2; `ByteRange` and `Contents` are filled in when the file is complete. */
function signatureDictionary({ key, statement, authority }: PdfSealOptions, signedAt: string): string {
  const certification =
    '<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P 1 /V /1.2 >> >>';
  return writeDictionary([
    ['Type', '/Sig'],
    ['Filter', '/Adobe.PPKLite'],
    ['SubFilter', '/ETSI.CAdES.detached'],
    ['Name', textString(commonName(key.certificate) ?? 'Roomshot')],
    ['Reason', textString(`Seal of snapshot ${statement.snapshot_id}`)],
    ['M', signedAt],
    ['Reference', `[${certification}]`],
    ['ByteRange', `[0 ${MAX_OFFSET} ${MAX_OFFSET} ${MAX_OFFSET}]`],
    ['Contents', `<${'00'.repeat(cmsSignatureSize(key, authority !== undefined))}>`],
  ]);
}
