import type { Blobs } from '../../platform/blobs/blob-ledger.ts';
import type { StoredFile } from '../documents/document-file-service.ts';

/** The file of every document of the demonstration, without its name. */
export type Specimen = Omit<StoredFile, 'name'>;

const TEXT = `BT /F1 28 Tf 72 740 Td (Specimen) Tj
/F1 11 Tf 0 -36 Td (This page stands for a document in the demonstration. It is no certificate.) Tj ET`;

const OBJECTS: readonly string[] = [
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
  `<< /Length ${TEXT.length} >>\nstream\n${TEXT}\nendstream`,
  '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
];

/** Stores a PDF of one page that says that it is no certificate. */
export async function storeSpecimen(blobs: Blobs): Promise<Specimen> {
  return { type: 'application/pdf', ...(await blobs.put(Buffer.from(specimenPdf(), 'latin1'))) };
}

function specimenPdf(): string {
  let pdf = '%PDF-1.4\n';
  const places = OBJECTS.map((object, index) => {
    const place = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = OBJECTS.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`;
  return `${pdf}${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${pdf.length}\n%%EOF\n`;
}
