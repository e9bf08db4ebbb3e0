/** What PDFDocEncoding writes as Latin-1 does, and readers take for no other encoding (ISO 32000-2, annex D). */
const LATIN = /^(?!\u00fe\u00ff|\u00ef\u00bb\u00bf)[\n\x20-\x7e\xa1-\xac\xae-\xff]*$/;
const ESCAPED = /[()\\/<>%\r]/g;

/**
 * Writes a text of a user as a PDF string (ISO 32000-2, 7.9.2.2), a character for each byte. Delimiters are escaped: so it
 * cannot be mistaken for something else by a reader that searches for the statement or the signature without parsing the
 * PDF.
 */
export function textString(text: string): string {
  const bytes = LATIN.test(text) ? text : Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('latin1');
  return `(${bytes.replace(ESCAPED, octal)})`;
}

const octal = (character: string): string => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
