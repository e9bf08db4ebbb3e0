import type { PageBox } from '../design/stamp-box.ts';
import {
  type Dictionary,
  readDictionary,
  readList,
  referenceOf,
  writeDictionary,
} from '../pdf/dictionary.ts';
import { type PdfObjects, readStream, writePacked, writeStream } from '../pdf/pdf-objects.ts';
import type { NewObject } from './coded-font.ts';
import { standingFontObjects } from './standing-font.ts';

/** The objects of an edition that its seal writes anew, and the font that stands in it for the stamp. */
export interface SealPlace {
  /** The form that draws the stamp, empty in the edition. */
  stamp: number;
  /** The element of the structure for the stamp. */
  paragraph: number;
  /** The widget of the signature, not yet a field in the edition. */
  widget: number;
  font: number;
}

/** The annotation flags Print and Locked (ISO 32000-1, 12.5.3). PDF/A requires the first. */
const WIDGET_FLAGS = 132;
/** The name of the stamp on its page. */
const STAMP_NAME = 'Seal';

/**
 * Adds to a report everything of its seal that is the same for every snapshot: an empty stamp, as the last paragraph of
 * its page (ISO 14289-1, 7.1), a widget for the signature, as the last element (7.18.4), and the font of the stamp. The
 * catalog says where they are, in a page-piece dictionary (ISO 32000-1, 14.5).
 * @param pdf a tagged report as Typst writes it
 */
export function withSealPlace(pdf: PdfObjects, box: PageBox): PdfObjects {
  const document = new Document(pdf);
  const font = document.addAll((first) => standingFontObjects(first));
  const stamp = document.add(
    `<< /Type /XObject /Subtype /Form /BBox [0 0 ${box.width} ${box.height}] /Length 0 >>\nstream\n\nendstream`,
  );
  const pageNumber = document.page(box.page);
  const page = document.dictionary(pageNumber);
  const structure = new Structure(document);
  const { paragraph, id } = structure.addParagraph(pageNumber, page);
  drawStamp(document, page, { stamp, id, box });
  const widget = document.add('');
  const key = structure.addWidget(widget, pageNumber);
  document.replace(
    widget,
    `<< /Type /Annot /Subtype /Widget /F ${WIDGET_FLAGS} /P ${pageNumber} 0 R /Rect [0 0 0 0] /StructParent ${key} >>`,
  );
  page.set('Annots', writeList([...readList(page.get('Annots')), `${widget} 0 R`]));
  page.set('Tabs', '/S');
  document.replace(pageNumber, writeDictionary(page));
  structure.write();
  document.describe({ stamp, paragraph, widget, font });
  return document.written();
}

const PRIVATE = /\/Stamp (\d+) 0 R \/Paragraph (\d+) 0 R \/Widget (\d+) 0 R \/Font (\d+) 0 R/;

/** Reads from the catalog of an edition what its seal writes anew. Undefined if it was not made to be sealed. */
export function readSealPlace(catalog: Dictionary): SealPlace | undefined {
  const found = PRIVATE.exec(catalog.get('PieceInfo') ?? '');
  if (!found) return undefined;
  const [stamp = 0, paragraph = 0, widget = 0, font = 0] = found.slice(1).map(Number);
  return { stamp, paragraph, widget, font };
}

const writeList = (values: readonly string[]): string => `[${values.join(' ')}]`;

function drawStamp(
  document: Document,
  page: Dictionary,
  { stamp, id, box }: { stamp: number; id: number; box: PageBox },
): void {
  const content = referenceOf(page.get('Contents'));
  const drawn = `q\n${readStream(document.body(content))}\nQ\n/P << /MCID ${id} >> BDC\nq\n1 0 0 1 ${box.x} ${box.y} cm\n/${STAMP_NAME} Do\nQ\nEMC\n`;
  document.replace(content, writeStream('', Buffer.from(drawn, 'latin1')));
  const resources = readDictionary(page.get('Resources') ?? '<< >>');
  const forms = readDictionary(resources.get('XObject') ?? '<< >>');
  forms.set(STAMP_NAME, `${stamp} 0 R`);
  resources.set('XObject', writeDictionary(forms));
  page.set('Resources', writeDictionary(resources));
}

/** A PDF whose objects change. */
class Document {
  readonly #pdf: PdfObjects;
  readonly #bodies: string[];
  readonly #catalogNumber: number;
  readonly catalog: Dictionary;

  constructor(pdf: PdfObjects) {
    this.#pdf = pdf;
    this.#bodies = pdf.objects.map(({ body }) => body);
    this.#catalogNumber = referenceOf(/\/Root (\d+ 0 R)/.exec(pdf.trailer)?.[1]);
    this.catalog = this.dictionary(this.#catalogNumber);
  }

  body(number: number): string {
    const body = this.#bodies[number - 1];
    if (body === undefined) throw new Error(`The report has no object ${number}.`);
    return body;
  }

  readonly dictionary = (number: number): Dictionary => readDictionary(this.body(number));

  replace(number: number, body: string): void {
    this.#bodies[number - 1] = body;
  }

  /** Returns the number of the object. */
  add(body: string): number {
    return this.#bodies.push(body);
  }

  /** Adds objects that refer to each other. Returns the number of the first. */
  addAll(write: (first: number) => readonly NewObject[]): number {
    const first = this.#bodies.length + 1;
    for (const { entries, packed } of write(first)) {
      this.add(packed ? writePacked(entries, packed) : `<< ${entries} >>`);
    }
    return first;
  }

  /** Returns the number of a page. Pages count from zero. */
  page(index: number): number {
    const pages = this.dictionary(referenceOf(this.catalog.get('Pages')));
    return referenceOf(readList(pages.get('Kids'))[index]);
  }

  /** Says in the catalog where the place of the seal is. */
  describe({ stamp, paragraph, widget, font }: SealPlace): void {
    const info = this.dictionary(referenceOf(/\/Info (\d+ 0 R)/.exec(this.#pdf.trailer)?.[1]));
    const place = `/Stamp ${stamp} 0 R /Paragraph ${paragraph} 0 R /Widget ${widget} 0 R /Font ${font} 0 R`;
    const modified = info.get('ModDate') ?? '(D:20000101000000Z)';
    this.catalog.set('PieceInfo', `<< /Roomshot << /LastModified ${modified} /Private << ${place} >> >> >>`);
    const preferences = readDictionary(this.catalog.get('ViewerPreferences') ?? '<< >>');
    preferences.set('DisplayDocTitle', 'true');
    this.catalog.set('ViewerPreferences', writeDictionary(preferences));
    this.replace(this.#catalogNumber, writeDictionary(this.catalog));
  }

  written(): PdfObjects {
    return { ...this.#pdf, objects: this.#bodies.map((body, index) => ({ number: index + 1, body })) };
  }
}

/** The structure of a tagged document (ISO 32000-1, 14.7). */
class Structure {
  readonly #document: Document;
  readonly #rootNumber: number;
  readonly #root: Dictionary;
  readonly #parents: Dictionary;
  readonly #topNumber: number;
  readonly #top: Dictionary;
  readonly #children: string[];

  constructor(document: Document) {
    this.#document = document;
    this.#rootNumber = referenceOf(document.catalog.get('StructTreeRoot'));
    this.#root = document.dictionary(this.#rootNumber);
    this.#parents = readDictionary(this.#root.get('ParentTree') ?? '');
    this.#topNumber = referenceOf(readList(this.#root.get('K'))[0]);
    this.#top = document.dictionary(this.#topNumber);
    this.#children = readList(this.#top.get('K'));
  }

  /** Adds a paragraph after all content of a page. Returns it, and the number with which its content must be marked. */
  addParagraph(pageNumber: number, page: Dictionary): { paragraph: number; id: number } {
    const parents = readList(this.#parents.get('Nums'));
    const owner = referenceOf(parents[Number(page.get('StructParents')) * 2 + 1]);
    const owners = readList(this.#document.body(owner));
    const id = owners.length;
    const paragraph = this.#document.add(
      `<< /Type /StructElem /S /P /P ${this.#topNumber} 0 R /Pg ${pageNumber} 0 R /K ${id} >>`,
    );
    this.#document.replace(owner, writeList([...owners, `${paragraph} 0 R`]));
    const next = this.#children.findIndex((child) => this.#firstPage(child) !== `${pageNumber} 0 R`);
    this.#children.splice(next < 0 ? this.#children.length : next, 0, `${paragraph} 0 R`);
    return { paragraph, id };
  }

  /** Adds a form element for a widget at the end. Returns the key of the widget in the tree of parents. */
  addWidget(widget: number, page: number): number {
    const element = this.#document.add(
      `<< /Type /StructElem /S /Form /P ${this.#topNumber} 0 R /K << /Type /OBJR /Obj ${widget} 0 R /Pg ${page} 0 R >> >>`,
    );
    this.#children.push(`${element} 0 R`);
    const parents = readList(this.#parents.get('Nums'));
    const key = Number(this.#root.get('ParentTreeNextKey') ?? parents.length / 2);
    this.#parents.set('Nums', writeList([...parents, `${key}`, `${element} 0 R`]));
    this.#root.set('ParentTreeNextKey', `${key + 1}`);
    return key;
  }

  write(): void {
    this.#top.set('K', writeList(this.#children));
    this.#root.set('ParentTree', writeDictionary(this.#parents));
    this.#document.replace(this.#topNumber, writeDictionary(this.#top));
    this.#document.replace(this.#rootNumber, writeDictionary(this.#root));
  }

  /** Returns the page on which an element begins. */
  #firstPage(child: string): string | undefined {
    if (/^\d+$/.test(child)) return undefined;
    const element = child.startsWith('<<')
      ? readDictionary(child)
      : this.#document.dictionary(referenceOf(child));
    const own = element.get('Pg');
    if (own !== undefined) return own;
    for (const kid of readList(element.get('K'))) {
      const page = this.#firstPage(kid);
      if (page !== undefined) return page;
    }
    return undefined;
  }
}
