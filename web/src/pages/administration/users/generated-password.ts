/** Without l and o, which are taken for 1 and 0. There are 32, so that each is as likely as the others. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const LENGTH = 20;

/** A password of 100 random bits in groups of five, which can be read to somebody. */
export const generatePassword = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => ALPHABET[byte % ALPHABET.length])
    .join('')
    .replace(/.{5}(?=.)/g, '$&-');
