const WEIGHTS = [7, 6, 5, 4, 3, 2] as const;

/** What people write before the number, once everything but letters and digits is gone. */
const PREFIX = /^IMO(?:NUMBER|NO|NR)?/;
/** Letters that look like those of the prefix and like digits, by the Latin letter: Greek and Cyrillic ones. */
const LOOK_ALIKES = new Map([
  ...[...'ΙІЇИ'].map((letter) => [letter, 'I'] as const),
  ...[...'ΜМ'].map((letter) => [letter, 'M'] as const),
  ...[...'ΟО'].map((letter) => [letter, 'O'] as const),
]);

/**
 * Returns the normal form of an IMO number, in which numbers are compared. The prefix, spaces and punctuation are gone,
 * every digit is an ASCII digit, and a letter that looks like a digit is that digit. A text that is no number has a
 * normal form too.
 */
export const imoKey = (given: string): string =>
  lettersAndDigits(given).replace(/O/g, '0').replace(/[IL]/g, '1');

/** Returns the seven digits of an IMO number, or `undefined` if the text is no number of seven digits. */
export const imoDigits = (given: string): string | undefined => /^\d{7}$/.exec(lettersAndDigits(given))?.[0];

function lettersAndDigits(given: string): string {
  const plain = [...given.normalize('NFKC').toUpperCase()].map(
    (character) => asciiDigit(character) ?? LOOK_ALIKES.get(character) ?? character,
  );
  return plain
    .join('')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(PREFIX, '');
}

/** Returns the ASCII digit of a decimal digit of any script. Unicode lists the ten digits of a script in a row. */
function asciiDigit(character: string): string | undefined {
  if (!/^\p{Nd}$/u.test(character)) return undefined;
  const code = character.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/** Numbers that people enter when they do not know the number. None below 1000000 was ever issued. */
const isPlaceholder = (digits: string): boolean => /^(\d)\1*$|^0|^1234567$/.test(digits);

/** The last digit of the sum of the first six with the weights 7 to 2. */
const checkDigit = (digits: string): number =>
  WEIGHTS.reduce((total, weight, n) => total + weight * Number(digits[n]), 0) % 10;

interface ImoDoubt {
  /** For a cell of a table. */
  short: string;
  /** A sentence that says what to do. */
  text: string;
}

/**
 * Returns why a text is doubtful as an IMO ship identification number, or `undefined` if it is plausible: seven digits,
 * of which the seventh checks the first six (IMO resolution A.1117(30)), and no placeholder.
 */
export function imoDoubt(given: string): ImoDoubt | undefined {
  const digits = imoDigits(given);
  if (digits === undefined) {
    return {
      short: 'not seven digits',
      text: `'${given}' is not an IMO number: it should have seven digits.`,
    };
  }
  if (isPlaceholder(digits)) {
    return {
      short: 'placeholder',
      text: `The IMO number '${given}' is a placeholder. Enter the number of the ship.`,
    };
  }
  const expected = checkDigit(digits);
  if (expected === Number(digits[6])) return undefined;
  return {
    short: 'check digit does not fit',
    text: `The IMO number '${given}' does not match its check digit (${expected} expected). Check it for a typing error.`,
  };
}
