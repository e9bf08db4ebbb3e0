const PRECISE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const ROUGH = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A number as people read it: fine where it is small, whole where it is large. */
export const numberText = (value: number): string => (Math.abs(value) < 10 ? PRECISE : ROUGH).format(value);

/** With its unit, as in "12 ms"; a dash where nothing was measured. */
export const measureText = (value: number | null | undefined, unit: string): string =>
  value == null ? '–' : [numberText(value), unit].filter(Boolean).join(' ');

/** From millions of bytes. */
export const megabytesText = (megabytes: number): string =>
  megabytes < 1000 ? measureText(megabytes, 'MB') : measureText(megabytes / 1000, 'GB');
