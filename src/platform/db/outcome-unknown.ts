import { AppError } from '../kernel/errors.ts';

/** For a commit that was asked for and never confirmed: nobody here can tell whether it was done. */
export const outcomeUnknown = (cause: unknown): AppError =>
  new AppError(
    'unavailable',
    'outcome_unknown',
    'The database did not confirm the change. It may have been made: look before you try again.',
    { cause },
  );
