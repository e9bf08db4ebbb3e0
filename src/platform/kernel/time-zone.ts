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
