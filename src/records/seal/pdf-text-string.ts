import { toUtf16 } from '../rendering/pdf/utf-16.ts';

/** What is the same in every encoding, and ends no string. */
const PLAIN = /^[\w .,:-]*$/;

/**
 * Writes a text of a user as a PDF string (ISO 32000-2, 7.9.2.2). Unless it is plain, in hexadecimal digits: so it cannot
 * be mistaken for something else by a reader that searches for the statement or the signature without parsing the PDF.
 */
export const textString = (text: string): string =>
  PLAIN.test(text) ? `(${text})` : `<FEFF${toUtf16(text)}>`;
