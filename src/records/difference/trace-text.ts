import { momentText } from '../wording/time-text.ts';

/** Formats a user and a time, or returns null if there is no user. */
export function traceText(at: string | null, who: string | null): string | null {
  const parts = [at === null ? '' : momentText(at), who === null ? '' : `by ${who}`];
  return parts.filter(Boolean).join(' ') || null;
}
