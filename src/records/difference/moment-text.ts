import { utcText } from '../wording/time-text.ts';

/** Formats an instant to the minute, or to the second if the seconds are not zero. */
export const momentText = (instant: string): string =>
  utcText(instant, /:00(\.0+)?Z$/.test(instant) ? 'minutes' : 'seconds');

/** Formats a user and a time, or returns null if there is no user. */
export function traceText(at: string | null, who: string | null): string | null {
  const parts = [at === null ? '' : momentText(at), who === null ? '' : `by ${who}`];
  return parts.filter(Boolean).join(' ') || null;
}
