import { useMinute } from './minute.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Returns the time between two moments in milliseconds, such as "in 2 d 5 h" or "3 h 10 min ago". */
export function distance(at: number, now: number): string {
  const away = Math.abs(at - now);
  if (away < MINUTE_MS) return 'now';
  const days = Math.floor(away / DAY_MS);
  const hours = Math.floor((away % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((away % HOUR_MS) / MINUTE_MS);
  const [larger, smaller] =
    days > 0 ? [`${days} d`, hours && `${hours} h`] : [hours && `${hours} h`, minutes && `${minutes} min`];
  const text = [larger, smaller].filter(Boolean).join(' ');
  return at > now ? `in ${text}` : `${text} ago`;
}

/** Shows the time until a moment, and updates it every minute. @param to ISO 8601 */
export const Countdown = ({ to }: { to: string }) => <>{distance(Date.parse(to), useMinute())}</>;
