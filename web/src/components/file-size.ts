const UNITS = ['B', 'kB', 'MB', 'GB'];
const AMOUNT = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });

/** Returns a size as text, such as "1.2 MB". The units are powers of 1,024, as in the limits of the server. */
export function fileSizeText(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), UNITS.length - 1);
  return `${AMOUNT.format(bytes / 1024 ** power)} ${UNITS[power]}`;
}
