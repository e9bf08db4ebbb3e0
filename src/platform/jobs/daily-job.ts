import { localMoment } from '../kernel/time-zone.ts';
import type { JobKind } from './job-kind.ts';

/** A job that is enqueued once on every day of a time zone, also on days of 23 and 25 hours. */
export interface DailyJob {
  kind: JobKind;
  hour: number;
  minute: number;
  /** An IANA name. */
  timeZone: string;
  timeoutSeconds: number;
}

const DAY_MS = 86_400_000;

/**
 * Returns the latest local day, `YYYY-MM-DD`, on which the time of the job has come. A time that the day does not have,
 * because the clocks are set forward, has come when the clocks show a later one.
 */
export function dueDay(
  { hour, minute, timeZone }: Omit<DailyJob, 'kind' | 'timeoutSeconds'>,
  at: Date,
): string {
  const { day, time } = localMoment(at, timeZone);
  const isDue = time >= `${twoDigits(hour)}:${twoDigits(minute)}`;
  return isDue ? day : new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');
