/** Formats of instants. Only `localText` depends on a time zone. The others are UTC. */

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):(\d{2})(\.\d+)?Z$/;

/** Formats an instant as `2026-11-23 13:44:10 UTC`. A text that is no instant stays unchanged. */
export function utcText(instant: string, precision: 'minutes' | 'seconds' = 'minutes'): string {
  const match = INSTANT.exec(instant);
  if (!match) return instant;
  return `${match[1]} ${match[2]}${precision === 'seconds' ? `:${match[3]}` : ''} UTC`;
}

/** Formats an instant to the minute, or to the second if the seconds are not zero. */
export const momentText = (instant: string): string =>
  utcText(instant, /:00(\.0+)?Z$/.test(instant) ? 'minutes' : 'seconds');

/** Formats an instant in UTC without the label, for a column whose heading says UTC. */
export const unlabelledUtcText = (instant: string): string =>
  utcText(instant, 'seconds').replace(/ UTC$/, '');

/**
 * Formats an instant as `2026-11-23 15:44 Europe/Athens (UTC+02:00)`. An unknown zone is
 * named without a time. Returns undefined for what is no instant.
 */
export function localText(instant: string, timeZone: string): string | undefined {
  const date = new Date(instant);
  if (!INSTANT.test(instant) || Number.isNaN(date.valueOf())) return undefined;
  const format = localFormat(timeZone);
  if (format === undefined) return `${timeZone} (unknown time zone)`;
  const part = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const offset = part.timeZoneName === 'GMT' ? 'UTC+00:00' : part.timeZoneName?.replace('GMT', 'UTC');
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute} ${timeZone} (${offset})`;
}

/** The last format. It is cached, because creating one takes longer than all other formatting for a small room. */
let lastFormat: { timeZone: string; format: Intl.DateTimeFormat | undefined } | undefined;

function localFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  if (lastFormat?.timeZone !== timeZone) lastFormat = { timeZone, format: createFormat(timeZone) };
  return lastFormat.format;
}

/** Returns nothing for a zone that this version of Node.js does not know. */
function createFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Returns year, month, day, hour, minute and second in UTC, for a date in Typst. */
export function dateParts(instant: string): number[] {
  const date = new Date(instant);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
}
