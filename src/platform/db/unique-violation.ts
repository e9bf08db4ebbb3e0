import { AppError } from '../kernel/errors.ts';

const UNIQUE_VIOLATION = '23505';

/** Turns the database's refusal of a second of the same into a conflict that says what there is already. */
export async function refuseSecond<T>(work: Promise<T>, code: string, message: string): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== UNIQUE_VIOLATION) throw cause;
    throw new AppError('conflict', code, message, { cause });
  }
}
