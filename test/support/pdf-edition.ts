import { stampBoxOn } from '../../src/records/rendering/design/stamp-box.ts';
import { packObjects } from '../../src/records/rendering/pdf/object-streams.ts';
import { type PdfObjects, writeStream } from '../../src/records/rendering/pdf/pdf-objects.ts';
import { withSealPlace } from '../../src/records/rendering/stamp/seal-place.ts';

const PACKET = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Clearance record</rdf:li></rdf:Alt></dc:title><xmp:ModifyDate>2026-01-01T00:00:00Z</xmp:ModifyDate><pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`;

/** The objects of a report of one page, as the typesetter would write them. */
function reportObjects(data: string): PdfObjects {
  const packet = Buffer.from(PACKET, 'utf8').toString('latin1');
  const text = '/P << /MCID 0 >> BDC BT /F 20 Tf 50 700 Td (Clearance record) Tj ET EMC';
  const bodies = [
    `<< /Type /Catalog /Pages 2 0 R /Metadata 9 0 R /Lang (en) /StructTreeRoot 5 0 R /Names << /EmbeddedFiles << /Names [(content.json) 11 0 R] >> >> >>`,
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] /Contents 4 0 R /StructParents 0 /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>',
    writeStream('', Buffer.from(text)),
    '<< /Type /StructTreeRoot /K [6 0 R] /ParentTree << /Nums [0 8 0 R] >> /ParentTreeNextKey 1 >>',
    '<< /Type /StructElem /S /Document /P 5 0 R /K [7 0 R] >>',
    '<< /Type /StructElem /S /P /P 6 0 R /Pg 3 0 R /K 0 >>',
    '[7 0 R]',
    `<< /Type /Metadata /Subtype /XML /Length ${packet.length} >>\nstream\n${packet}\nendstream`,
    '<< /Title (Clearance record) /ModDate (D:20260101000000Z) >>',
    '<< /Type /Filespec /F (content.json) /UF (content.json) /EF << /F 12 0 R >> >>',
    writeStream('/Type /EmbeddedFile', Buffer.from(data)),
  ];
  return {
    head: '%PDF-1.7\n%\x80\x80\x80\x80\n',
    objects: bodies.map((body, index) => ({ number: index + 1, body })),
    trailer: '/Root 1 0 R /Info 10 0 R /ID [(one) (one)]',
  };
}

/** A small report that can be sealed. @param data the file that it carries */
export const pdfEdition = (data: string): Uint8Array =>
  packObjects(withSealPlace(reportObjects(data), stampBoxOn('a4')));

/** The same without a place for its seal, as no version of today makes it. */
export const unsealablePdf = (data: string): Uint8Array => packObjects(reportObjects(data));
