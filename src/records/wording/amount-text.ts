/** The text for a missing value. */
export const DASH = '–';

/** Formats an amount with its unit: `12,500.5 t`. A missing value is a dash. */
export const amountText = (value: number | null, unit: string): string =>
  value === null ? DASH : `${numberText(value)} ${unit}`.trimEnd();

/** Formats a number, independent of the locale of the machine: `12,500.5`. */
export function numberText(value: number): string {
  const [whole = '', fraction] = String(Number(value.toPrecision(12))).split('.');
  if (whole.includes('e')) return String(value);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Formats the size of a file in decimal units: `950 bytes`, `12.5 kB`, `3.0 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
