/** Formats of instants. Only `localText` depends on a time zone. The others are UTC. */

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):(\d{2})(\.\d+)?Z$/;

/** Formats an instant as `2026-11-23 13:44:10 UTC`. A text that is no instant stays unchanged. */
export function utcText(instant: string, precision: 'minutes' | 'seconds' = 'minutes'): string {
  const match = INSTANT.exec(instant);
  if (!match) return instant;
  return `${match[1]} ${match[2]}${precision === 'seconds' ? `:${match[3]}` : ''} UTC`;
}

/** Formats an instant in UTC without the label, for a column whose heading says UTC. */
export const unlabelledUtcText = (instant: string): string =>
  utcText(instant, 'seconds').replace(/ UTC$/, '');

/**
 * Formats an instant as `2026-11-23 15:44 Europe/Athens (UTC+02:00)`. Returns undefined for an unknown zone or instant.
 */
export function localText(instant: string, timeZone: string): string | undefined {
  if (!INSTANT.test(instant)) return undefined;
  try {
    const format = localFormat(timeZone);
    const part = Object.fromEntries(
      format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]),
    );
    const offset = part.timeZoneName === 'GMT' ? 'UTC+00:00' : part.timeZoneName?.replace('GMT', 'UTC');
    return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute} ${timeZone} (${offset})`;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The last format. It is cached, because creating one takes longer than all other formatting for a small room. */
let lastFormat: { timeZone: string; format: Intl.DateTimeFormat } | undefined;

function localFormat(timeZone: string): Intl.DateTimeFormat {
  if (lastFormat?.timeZone === timeZone) return lastFormat.format;
  const format = new Intl.DateTimeFormat('en-GB', {
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
  lastFormat = { timeZone, format };
  return format;
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
