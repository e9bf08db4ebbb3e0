import { AppError } from '../../platform/kernel/errors.ts';

/** The maximum length of an email address (RFC 5321). */
export const MAX_EMAIL_LENGTH = 254;

// The Unicode category "other" is excluded: controls, direction marks, unpaired surrogates.
const EMAIL = /^[^\s@\p{C}"(),:;<>[\]\\]{1,64}@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u;

/** Normalises an email address. Accounts are identified by the normalised form. */
export const normalEmail = (text: string): string => text.trim().normalize('NFC').toLowerCase();

/**
 * Parses an email address.
 * @throws AppError `bad_email` if it cannot be one
 */
export function parseEmail(text: string): string {
  const email = normalEmail(text);
  if (email.length > MAX_EMAIL_LENGTH || !EMAIL.test(email)) {
    throw new AppError('invalid', 'bad_email', 'This is not an email address.');
  }
  return email;
}
