import { describe, expect } from 'vitest';
import { pageContent } from '../support/pdf-content.ts';
import { type PdfObjects, pdfObjects } from '../support/pdf-objects.ts';
import { checkPdf, hasPdfTools, runPdfTool } from '../support/pdf-tools.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';
import { faultsOf, verifyUpload } from '../support/verification.ts';

/**
 * No validator of PDF/A or PDF/UA can be had from npm or Debian, so these are the rules themselves, read with
 * qpdf from the file as it leaves the house: with its stamp, metadata, signature and time stamp. Paragraphs are
 * those of ISO 19005-3 (PDF/A-3) and ISO 14289-1 (PDF/UA-1).
 */
const TITLE = 'Before arrival – Πριν την άφιξη';

const test = serverTest
  .extend('serverOptions', { scope: 'file' }, ({ authority: { url, certificatePath } }) => ({
    config: { timeStamps: { authority: { url, certificatePath }, maxWaitHours: 1 } },
  }))
  .extend('file', { scope: 'file' }, async ({ broker, largeRoom }) => {
    const { snapshot } = await takeSnapshot(broker, largeRoom, { title: TITLE });
    return (await broker.download(snapshot.download_url)).bytes;
  })
  .extend('pdf', { scope: 'file' }, ({ file }) => pdfObjects(file))
  .extend('metadata', { scope: 'file' }, ({ file }) =>
    file.toString('utf8', file.lastIndexOf('<x:xmpmeta'), file.lastIndexOf('</x:xmpmeta>')),
  );

/** ISO 32000-1, 14.8.4. */
const STANDARD_TYPES = new Set(
  `Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl
   LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu
   WT WP Figure Formula Form`
    .split(/\s+/)
    .map((type) => `/${type}`),
);

const ofType = (pdf: PdfObjects, type: string) =>
  pdf.dictionaries.filter((dictionary) => dictionary['/Type'] === type);
const texts = (metadata: string, ...names: string[]) =>
  names.map((name) => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(metadata)?.[1]);
/** A date of the document information as XMP writes it. */
const asXmpDate = (date: string) =>
  date.replace(/^u:D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');

describe.skipIf(!hasPdfTools('qpdf', 'pdfdetach', 'pdffonts'))('a sealed record follows PDF/A-3', () => {
  test('identifies itself (6.6.4), and its information agrees with its metadata (6.6.3)', ({
    pdf,
    metadata,
  }) => {
    expect(texts(metadata, 'pdfaid:part', 'pdfaid:conformance')).toEqual(['3', 'A']);
    const info = pdf.resolve(pdf.trailer['/Info']);
    const [title] = texts(metadata, 'dc:title');
    expect(title).toContain(`>${info['/Title'].slice('u:'.length)}<`);
    const [created, modified, tool] = texts(metadata, 'xmp:CreateDate', 'xmp:ModifyDate', 'xmp:CreatorTool');
    expect(asXmpDate(info['/CreationDate'])).toBe(created);
    expect(asXmpDate(info['/ModDate'])).toBe(modified);
    expect(info['/Creator']).toBe(`u:${tool}`);
  });

  test('has its metadata as plain XML (6.6.2.1), and describes there what XMP does not (6.6.2.3)', ({
    pdf,
    metadata,
  }) => {
    const stream = pdf.resolve(pdf.catalog['/Metadata']);
    expect(stream).toMatchObject({ '/Type': '/Metadata', '/Subtype': '/XML' });
    expect(stream).not.toHaveProperty('/Filter');
    const described = metadata.match(/(?<=<pdfaSchema:prefix>)\w+|(?<=pdfaProperty:name=")\w+/g)?.join(' ');
    expect(described).toBe('roomshot statement');
  });

  test('names its output intent, with a profile (6.2.3)', ({ pdf }) => {
    const [intent] = pdf.resolve(pdf.catalog['/OutputIntents']).map(pdf.resolve);
    expect(intent['/S']).toBe('/GTS_PDFA1');
    expect(pdf.resolve(intent['/DestOutputProfile'])['/N']).toBeGreaterThan(0);
  });

  test('embeds every font, that of the stamp too (6.2.11.4), and maps it to Unicode (6.2.11.7)', ({
    file,
  }) => {
    const rows = runPdfTool('pdffonts', file, ['{pdf}']).stdout.split('\n').slice(2).filter(Boolean);
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row).toMatch(/ yes +yes +yes +\d+ +\d+$/);
  });

  test('relates its data to itself (6.8)', ({ file, pdf }) => {
    const files = pdf.resolve(pdf.catalog['/AF']).map(pdf.resolve);
    expect(files.length).toBeGreaterThan(0);
    for (const specification of files) {
      expect(['/Data', '/Source']).toContain(specification['/AFRelationship']);
      expect(specification['/UF']).toBe(specification['/F']);
      expect(pdf.resolve(specification['/EF']['/F'])['/Subtype']).toBe('/application/json');
    }
    const listed = runPdfTool('pdfdetach', file, ['-list', '{pdf}']).stdout;
    expect(listed).toContain('content.json');
  });

  test('is not encrypted (6.1.3), runs nothing (6.6.1), and has an identifier (6.1.3)', ({ pdf }) => {
    expect(pdf.trailer).not.toHaveProperty('/Encrypt');
    expect(pdf.trailer['/ID']).toHaveLength(2);
    for (const dictionary of pdf.dictionaries) {
      for (const key of ['/JS', '/JavaScript', '/OpenAction', '/AA'])
        expect(dictionary).not.toHaveProperty(key);
    }
    expect(pdf.catalog['/Names']).not.toHaveProperty('/JavaScript');
  });

  test('prints and hides no annotation (6.3.2), and wants no appearance of a widget without a size (6.3.3)', ({
    pdf,
  }) => {
    const widgets = pdf.dictionaries.filter((dictionary) => dictionary['/Subtype'] === '/Widget');
    expect(widgets).toHaveLength(1);
    const [hidden, printed] = [0b10_0011, 0b100];
    expect(widgets[0]['/F'] & (hidden | printed)).toBe(printed);
    expect(widgets[0]['/Rect']).toEqual([0, 0, 0, 0]);
    const form = pdf.resolve(pdf.catalog['/AcroForm']);
    expect(form).not.toHaveProperty('/NeedAppearances');
    expect(form).not.toHaveProperty('/XFA');
  });

  test.skipIf(!hasPdfTools('pdfsig'))(
    'is sound for qpdf, signed for pdfsig, and authentic for us',
    async ({ broker, file, pdf }) => {
      expect(ofType(pdf, '/ObjStm').length).toBeGreaterThan(0);
      expect(checkPdf(file)).toContain('No syntax or stream encoding errors');
      const signature = runPdfTool('pdfsig', file, ['{pdf}']).stdout;
      expect(signature).toContain('Signature Validation: Signature is Valid.');
      expect(signature).toContain('Total document signed');
      const { body } = await verifyUpload(broker, file);
      expect(faultsOf({ body })).toEqual([]);
      expect(body).toMatchObject({ level: 'B-T', time_stamp: { authority: 'Test Time Service' } });
    },
  );
});

describe.skipIf(!hasPdfTools('qpdf'))('a sealed record follows the rules of PDF/UA-1', () => {
  const allElements = (pdf: PdfObjects) =>
    pdf.dictionaries.filter((dictionary) => '/S' in dictionary && '/P' in dictionary);
  const elements = (pdf: PdfObjects, type: string) =>
    allElements(pdf).filter((element) => element['/S'] === type);
  const structure = (pdf: PdfObjects) => pdf.resolve(pdf.catalog['/StructTreeRoot']);
  /** What the parent tree has for a page or an annotation. */
  const parentOf = (pdf: PdfObjects, key: number) => {
    const numbers = pdf.resolve(structure(pdf)['/ParentTree'])['/Nums'];
    const at = numbers.findIndex((entry: unknown, index: number) => index % 2 === 0 && entry === key);
    return pdf.resolve(numbers[at + 1]);
  };
  const pages = (pdf: PdfObjects) =>
    pdf.resolve(pdf.resolve(pdf.catalog['/Pages'])['/Kids']).map(pdf.resolve);

  test('does not say that it is PDF/UA (5): its tables and figures have no box (ISO 32000-1, 14.8.5.4.3)', ({
    pdf,
    metadata,
  }) => {
    expect(metadata).not.toContain('pdfuaid');
    const attributes = elements(pdf, '/Table').map((table) =>
      [pdf.resolve(table['/A']) ?? []].flat().map(pdf.resolve),
    );
    expect(attributes.length).toBeGreaterThan(0);
    for (const attribute of attributes.flat()) expect(attribute).not.toHaveProperty('/BBox');
  });

  test('has all of its content tagged or marked as an artifact, never one in the other (7.1)', ({
    file,
    pdf,
  }) => {
    for (const page of pages(pdf)) {
      const content = pageContent(file, [page['/Contents']].flat());
      expect(content.unmarked).toEqual([]);
      expect(content.nested).toEqual([]);
      const owners = parentOf(pdf, page['/StructParents']).map(pdf.resolve);
      expect(content.ids).toEqual([...owners.keys()]);
      for (const [id, owner] of owners.entries()) {
        const own = [pdf.resolve(owner['/K'])].flat().map((kid) => kid['/MCID'] ?? kid);
        expect(own).toContain(id);
      }
    }
  });

  test('uses the types of ISO 32000 only, or maps its own to them (7.1)', ({ pdf }) => {
    const types = new Set(
      allElements(pdf).map((element) => structure(pdf)['/RoleMap'][element['/S']] ?? element['/S']),
    );
    expect([...types].filter((type) => !STANDARD_TYPES.has(type))).toEqual([]);
    for (const type of Object.keys(structure(pdf)['/RoleMap'])) expect(STANDARD_TYPES).not.toContain(type);
  });

  test('has the stamp as a paragraph, behind the rest of its page, with its words line by line (7.1)', ({
    pdf,
  }) => {
    const [stamp] = allElements(pdf).filter((element) => '/ActualText' in element);
    expect(stamp['/S']).toBe('/P');
    const lines = stamp['/ActualText'].replace('u:', '').split('\n');
    expect(lines.map((line: string) => line.split(':')[0])).toEqual([
      'Snapshot',
      'Title',
      'Taken by',
      'Taken at',
      'State',
      'Audit log',
    ]);
    expect(lines).toContain(`Title: ${TITLE}`);
    expect(lines[3]).toMatch(/^Taken at: [-:0-9 ]+ UTC {2}· {2}[-:0-9 ]+ Asia\/Muscat \(UTC\+04:00\)$/);
    const top = pdf.resolve(structure(pdf)['/K'][0]);
    const children = top['/K'].map(pdf.resolve);
    const [firstPage] = pdf.resolve(pdf.catalog['/Pages'])['/Kids'];
    const onFirstPage = children.map((child: unknown) => firstPageOf(pdf, child) === firstPage);
    const at = children.indexOf(stamp);
    expect(onFirstPage.slice(0, at + 1)).not.toContain(false);
    expect(onFirstPage.slice(at + 1, -1)).not.toContain(true);
    expect(firstPageOf(pdf, stamp)).toBe(firstPage);
  });

  test('describes the file that it carries (7.11)', ({ pdf }) => {
    for (const specification of ofType(pdf, '/Filespec')) {
      expect(specification).toMatchObject({ '/Desc': expect.any(String), '/UF': specification['/F'] });
    }
  });

  test('has a title that viewers show (7.1), a language (7.2) and tags (7.1)', ({ pdf }) => {
    expect(pdf.resolve(pdf.catalog['/ViewerPreferences'])['/DisplayDocTitle']).toBe(true);
    expect(pdf.catalog['/Lang']).toBe('u:en');
    expect(pdf.catalog['/MarkInfo']).toMatchObject({ '/Marked': true, '/Suspects': false });
    expect(pdf.resolve(pdf.catalog['/StructTreeRoot'])['/Type']).toBe('/StructTreeRoot');
  });

  test('skips no level of headings (7.4.2)', ({ pdf }) => {
    const levels = inOrder(pdf)
      .flatMap((type) => /^\/H([1-6])$/.exec(type)?.[1] ?? [])
      .map(Number);
    expect(levels.length).toBeGreaterThan(0);
    levels.reduce((above, level) => {
      expect(level).toBeLessThanOrEqual(above + 1);
      return level;
    }, 0);
  });

  test('says of every header of a table what it heads (7.5)', ({ pdf }) => {
    expect(elements(pdf, '/TH').length).toBeGreaterThan(0);
    for (const header of elements(pdf, '/TH')) {
      const scopes = [pdf.resolve(header['/A'])]
        .flat()
        .map((attributes) => pdf.resolve(attributes)['/Scope']);
      expect(['/Column', '/Row', '/Both']).toContain(scopes.find(Boolean));
    }
  });

  test('describes every figure (7.3)', ({ pdf }) => {
    for (const figure of elements(pdf, '/Figure'))
      expect(figure['/Alt'] ?? figure['/ActualText']).toBeTruthy();
  });

  test('tags every annotation, the seal as a form (7.18.4), in the order of the structure (7.18.3)', ({
    pdf,
  }) => {
    const annotated = ofType(pdf, '/Page').filter((page) => '/Annots' in page);
    expect(annotated.length).toBeGreaterThan(0);
    for (const page of annotated) {
      expect(page['/Tabs']).toBe('/S');
      for (const annotation of pdf.resolve(page['/Annots']).map(pdf.resolve)) {
        const element = parentOf(pdf, annotation['/StructParent']);
        const isWidget = annotation['/Subtype'] === '/Widget';
        expect(element['/S']).toBe(isWidget ? '/Form' : '/Link');
        expect(annotation[isWidget ? '/TU' : '/Contents']).toBeTruthy();
      }
    }
    expect(inOrder(pdf).at(-1)).toBe('/Form');
    expect(structure(pdf)['/ParentTreeNextKey']).toBe(
      pdf.resolve(structure(pdf)['/ParentTree'])['/Nums'].length / 2,
    );
  });

  /** The page on which an element begins. */
  function firstPageOf(pdf: PdfObjects, reference: unknown): unknown {
    const element = pdf.resolve(reference);
    if (typeof element !== 'object' || element === null) return undefined;
    if (element['/Pg']) return element['/Pg'];
    return [pdf.resolve(element['/K']) ?? []]
      .flat()
      .map((kid) => firstPageOf(pdf, kid))
      .find(Boolean);
  }

  /** The types of all elements, as a reader goes through them. */
  function inOrder(pdf: PdfObjects): string[] {
    const walk = (reference: unknown): string[] => {
      const element = pdf.resolve(reference);
      if (typeof element !== 'object' || element === null || !('/S' in element)) return [];
      return [element['/S'], ...[pdf.resolve(element['/K']) ?? []].flat().flatMap(walk)];
    };
    return [pdf.resolve(pdf.resolve(pdf.catalog['/StructTreeRoot'])['/K'])].flat().flatMap(walk);
  }
});
