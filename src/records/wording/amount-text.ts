/** The text for a missing value. */
export const DASH = '–';

/** Formats an amount with its unit: `12,500.5 t`. A missing value is a dash. */
export const amountText = (value: number | null, unit: string): string =>
  value === null ? DASH : `${numberText(value)} ${unit}`.trimEnd();

/** Formats a number with all its digits, independent of the locale of the machine: `12,500.5`. */
export function numberText(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  if (whole.includes('e')) return String(value);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Formats the distance of two numbers, without the digits that only the binary form of a fraction adds. */
export const distanceText = (one: number, other: number, unit: string): string =>
  amountText(Number(Math.abs(one - other).toPrecision(12)), unit);

/** Formats the size of a file in a record, to the byte: `12,345 bytes`. */
export const bytesText = (bytes: number): string => (bytes === 1 ? '1 byte' : `${numberText(bytes)} bytes`);

/** Formats the size of a file in decimal units: `950 bytes`, `12.5 kB`, `3.0 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
