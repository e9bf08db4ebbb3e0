/** The characters without l and o, which look like 1 and 0. There are 32, so that all are equally likely. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const LENGTH = 20;

/** Returns a password of 100 random bits, in groups of five characters that are easy to read aloud. */
export const generatePassword = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => ALPHABET[byte % ALPHABET.length])
    .join('')
    .replace(/.{5}(?=.)/g, '$&-');
