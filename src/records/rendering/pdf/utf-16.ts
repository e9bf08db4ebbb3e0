/** Reads a text that is written as UTF-16 in hexadecimal digits. */
export const fromUtf16 = (hex: string): string =>
  String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)));

/** Writes a text as UTF-16 in hexadecimal digits. */
export const toUtf16 = (text: string): string =>
  Array.from({ length: text.length }, (_, index) =>
    text.charCodeAt(index).toString(16).padStart(4, '0').toUpperCase(),
  ).join('');
