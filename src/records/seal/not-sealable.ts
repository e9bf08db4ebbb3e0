import { AppError } from '../../platform/kernel/errors.ts';

/** Creates the error for an edition or a stamp that is not of the kind that the report makes. */
export const notSealable = (cause?: unknown): AppError =>
  new AppError('internal', 'edition_not_sealable', 'The PDF record could not be sealed.', { cause });
