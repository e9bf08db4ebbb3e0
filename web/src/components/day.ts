const DAY_MS = 86_400_000;
const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** A calendar day, as in "20 Feb 2027". @param day `YYYY-MM-DD` */
export const dayText = (day: string): string => FORMAT.format(new Date(day));

/** Whole days from one calendar day to another, both `YYYY-MM-DD`; negative if `to` is before `from`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** As in "1 day" and "3 days". */
export const daysText = (days: number): string => `${days} ${days === 1 ? 'day' : 'days'}`;
