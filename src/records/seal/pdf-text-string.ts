import { PdfString } from '@libpdf/core';

/**
 * A text that anybody may have typed, as a PDF has it. In hexadecimal digits it cannot pass for something else to
 * a reader that looks for the statement or the signature without parsing the PDF.
 */
export const textString = (text: string): PdfString =>
  PdfString.fromBytes(Buffer.from(`\ufeff${text}`, 'utf16le').swap16());
