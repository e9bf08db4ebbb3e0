import { Type } from 'typebox';
import { AppError } from '../../platform/kernel/errors.ts';
import { USUAL_CENTURY } from './text-pattern.ts';

/** An instant that somebody gives, in a century that the database and people can use. */
export const Instant = Type.String({ format: 'date-time', pattern: USUAL_CENTURY.pattern, maxLength: 40 });

/** @throws AppError `bad_time` for a leap second, which the format allows and the calendar of computers lacks */
export function toInstant(text: string): Date {
  const instant = new Date(text);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new AppError('invalid', 'bad_time', `'${text}' is not a time that can be kept.`);
}
