/** What calendar and clock of a time zone show. */
export interface LocalMoment {
  /** `YYYY-MM-DD` */
  day: string;
  /** `HH:MM` */
  time: string;
}

/** @throws RangeError for an unknown time zone */
export function localMoment(at: Date, timeZone: string): LocalMoment {
  // Swedish writes dates as ISO 8601 does.
  const [day = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(at)
    .split(' ');
  return { day, time };
}

/**
 * Returns whether a name is a time zone of the IANA database. `Intl` also accepts offsets such as `+02:00`. They are
 * refused, because an offset has no daylight saving time and would be wrong for half of the year.
 */
export function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
