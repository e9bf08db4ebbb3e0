/**
 * Whether a name is that of a time zone in the IANA database. An offset such as `+02:00`, which `Intl` takes for one,
 * is not: it has no daylight saving time, so half of the year it would be wrong unnoticed.
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
