const PRECISE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const ROUGH = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** Returns a number as text: numbers below 10 have up to two decimals, others have none. */
export const numberText = (value: number): string => (Math.abs(value) < 10 ? PRECISE : ROUGH).format(value);

/** Returns a count with its noun, such as "1 blocker" or "13 blockers". */
export const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Returns a measure with its unit, such as "12 ms", or a dash if nothing was measured. */
export const measureText = (value: number | null | undefined, unit: string): string =>
  value == null ? '–' : [numberText(value), unit].filter(Boolean).join(' ');

/** Returns a size as text. @param megabytes millions of bytes */
export const megabytesText = (megabytes: number): string =>
  megabytes < 1000 ? measureText(megabytes, 'MB') : measureText(megabytes / 1000, 'GB');
