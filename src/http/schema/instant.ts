import { Type } from 'typebox';
import { AppError } from '../../platform/kernel/errors.ts';
import { USUAL_CENTURY } from './text-pattern.ts';

/** An instant in a request, in a year that the database supports. */
export const Instant = Type.String({ format: 'date-time', pattern: USUAL_CENTURY.pattern, maxLength: 40 });

/**
 * Parses an instant. @throws AppError `bad_time` for a leap second, which the format allows and `Date` does not support
 */
export function toInstant(text: string): Date {
  const instant = new Date(text);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new AppError('invalid', 'bad_time', `'${text}' is not a time that can be stored.`);
}
