import { PdfString } from '@libpdf/core';

/**
 * Returns a text of a user as a PDF string. In hexadecimal digits it cannot be mistaken for something else by a reader
 * that searches for the statement or the signature without parsing the PDF.
 */
export const textString = (text: string): PdfString =>
  PdfString.fromBytes(Buffer.from(`\ufeff${text}`, 'utf16le').swap16());
