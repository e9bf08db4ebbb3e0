import { AppError } from '../../platform/kernel/errors.ts';

/** The maximum length of an email address (RFC 5321). */
export const MAX_EMAIL_LENGTH = 254;

// The Unicode category "other" is excluded: controls, direction marks, unpaired surrogates.
const EMAIL = /^[^\s@\p{C}"(),:;<>[\]\\]{1,64}@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u;
/** Characters without a glyph that are not in the category "other", such as the fillers of Hangul. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Scripts whose letters look like those of another one. The East Asian scripts are used with any other. */
const ALPHABETS = [
  /\p{Script=Latin}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Georgian}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /(?=\p{L})[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Common}\p{Script=Inherited}]/u,
];

/**
 * Normalises an email address. Accounts are identified by the normalised form. An address that only looks like
 * another one stays as it is, so that it never becomes the other one.
 */
export function normalEmail(text: string): string {
  const address = text.trim();
  return isImitation(address) ? address : address.normalize('NFC').toLowerCase();
}

/**
 * Parses an email address.
 * @throws AppError `bad_email` if it cannot be one, or looks like another one
 */
export function parseEmail(text: string): string {
  const email = normalEmail(text);
  if (email.length > MAX_EMAIL_LENGTH || !EMAIL.test(email) || INVISIBLE.test(email)) {
    throw new AppError('invalid', 'bad_email', 'This is not an email address.');
  }
  if (isImitation(email) || ALPHABETS.filter((letters) => letters.test(email)).length > 1) {
    const text = 'This email address mixes letters that look alike. Type it again in one alphabet.';
    throw new AppError('invalid', 'bad_email', text);
  }
  return email;
}

/**
 * Returns the address that another system states. Another system compares addresses by its own rules, so the only
 * accepted difference from the normalised form is the case of ASCII letters.
 * @returns undefined for every other text
 */
export function statedEmail(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const folded = value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  try {
    return parseEmail(value) === folded ? folded : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns whether a character changes into another one when it is folded, such as a full-width letter or the Kelvin
 * sign, which becomes a "k".
 */
const isImitation = (text: string): boolean => [...text].some(foldsIntoAnother);

function foldsIntoAnother(character: string): boolean {
  if (character <= '\x7f') return false;
  const folded = character.normalize('NFKC').toLowerCase();
  return /[\0-\x7f]/.test(folded) || folded !== character.normalize('NFC').toLowerCase();
}
