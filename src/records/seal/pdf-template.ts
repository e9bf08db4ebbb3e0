import { type Dictionary, readList, referenceOf } from '../rendering/pdf/dictionary.ts';
import { PackedPdf } from '../rendering/pdf/packed-pdf.ts';
import { readSealPlace, type SealPlace } from '../rendering/stamp/seal-place.ts';
import { notSealable } from './not-sealable.ts';

/** What the seals of an edition need of it. */
export interface PdfTemplate {
  /** The bytes of the edition, and where its cross-reference section begins. */
  length: number;
  crossReference: number;
  /** The first free number of an object. */
  size: number;
  /** The numbers of the objects that a seal writes anew, and what is in them. */
  numbers: SealPlace & { catalog: number; info: number; metadata: number };
  catalog: Dictionary;
  info: Dictionary;
  paragraph: Dictionary;
  widget: Dictionary;
  packet: string;
  /** The first half of the file identifier, which stays (ISO 32000-2, 14.4). */
  identifier: string;
}

const templates = new WeakMap<Uint8Array, PdfTemplate>();

/**
 * Returns the template of an edition. It is read once as long as the edition is in memory.
 * @throws AppError `edition_not_sealable` if the edition was not made to be sealed, or is sealed
 */
export function pdfTemplate(edition: Uint8Array): PdfTemplate {
  const template = templates.get(edition) ?? readTemplate(edition);
  templates.set(edition, template);
  return template;
}

function readTemplate(edition: Uint8Array): PdfTemplate {
  try {
    const pdf = new PackedPdf(edition);
    const { trailer, crossReference, size } = pdf;
    const numbers = { catalog: referenceOf(trailer.get('Root')), info: referenceOf(trailer.get('Info')) };
    const catalog = pdf.dictionary(numbers.catalog);
    const place = readSealPlace(catalog);
    const widget = place && pdf.dictionary(place.widget);
    const [identifier] = readList(trailer.get('ID'));
    // A form could contain a signature already, and a record has exactly one.
    const isSigned = catalog.has('AcroForm') || catalog.has('Perms') || widget?.has('FT');
    if (!place || !widget || identifier === undefined || isSigned) throw notSealable();
    const metadata = referenceOf(catalog.get('Metadata'));
    // A seal takes its place, which is then described no longer.
    catalog.delete('PieceInfo');
    return {
      ...{ length: edition.length, crossReference, size, catalog, widget, identifier },
      numbers: { ...numbers, ...place, metadata },
      info: pdf.dictionary(numbers.info),
      paragraph: pdf.dictionary(place.paragraph),
      packet: pdf.content(metadata).toString('utf8'),
    };
  } catch (cause) {
    throw notSealable(cause);
  }
}
