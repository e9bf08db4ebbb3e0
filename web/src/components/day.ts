import { countText } from './number-text.ts';

const DAY_MS = 86_400_000;
const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** Returns a calendar day as text, such as "20 Feb 2027". What is no day stays as it is. @param day `YYYY-MM-DD` */
export const dayText = (day: string): string => {
  const date = new Date(day);
  return Number.isNaN(date.valueOf()) ? day : FORMAT.format(date);
};

/** Returns the days from one calendar day to another, both `YYYY-MM-DD`. It is negative if `to` is before `from`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Returns a number of days as text, such as "1 day" or "3 days". */
export const daysText = (days: number): string => countText(days, 'day');
