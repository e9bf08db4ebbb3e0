import { describe, expect, test } from 'vitest';
import { normalEmail, parseEmail, statedEmail } from './email-address.ts';

test.each([
  ['Broker@STS.com ', 'broker@sts.com'],
  ["o'hara+sts@mail.example.co.uk", "o'hara+sts@mail.example.co.uk"],
  ['админ@пример.рф', 'админ@пример.рф'],
  ['Админ@Пример.РФ', 'админ@пример.рф'],
  ['jose\u0301@example.com', 'jos\u00e9@example.com'],
  ['船長@example.com', '船長@example.com'],
  ['ΝΙΚΟΣ@παράδειγμα.ελ', 'νικος@παράδειγμα.ελ'],
  ['root@localhost', 'root@localhost'],
])('%s is an address', (text, email) => {
  expect(parseEmail(text)).toBe(email);
  expect(parseEmail(email)).toBe(email);
});

test.each([
  '',
  'nobody',
  '@example.com',
  'two@at@example.com',
  'a b@example.com',
  'nul\u0000@example.com',
  'line\n@example.com',
  'turned\u202e@example.com',
  'soft\u00ad@example.com',
  'joined\u200d@example.com',
  'filler\u3164@example.com',
  'selected\ufe0f@example.com',
  'half\ud800@example.com',
  'dots@example..com',
  `${'x'.repeat(65)}@example.com`,
  `x@${'y'.repeat(260)}.com`,
])('%j is none', (text) => {
  expect(() => parseEmail(text)).toThrow(expect.objectContaining({ code: 'bad_email' }));
});

describe('an address that looks like another one', () => {
  test.each([
    ['the Kelvin sign', 'bro\u212aer@example.com'],
    ['a dotted capital I', 'b\u0130ker@example.com'],
    ['a long s', 'bo\u017fs@example.com'],
    ['full-width letters', '\uff42\uff4f\uff53\uff53@example.com'],
    ['a full-width point', 'boss@example\uff0ecom'],
    ['a ligature', 'o\ufb03cer@example.com'],
    ['a letter in a circle', 'b\u24dess@example.com'],
    ['a mathematical letter', '\u{1d41b}oss@example.com'],
    ['a superscript', 'boss\u00b2@example.com'],
    ['one Cyrillic letter', 'b\u043ess@example.com'],
    ['Cyrillic before the sign', '\u0441\u0435\u043e@example.com'],
    ['one Greek letter', 'b\u03bfss@example.com'],
    ['Greek and Cyrillic', '\u03bf\u043e@example'],
    ['Lisu letters', '\ua4d0oss@example.com'],
  ])('is refused: %s', (_, text) => {
    expect(() => parseEmail(text)).toThrow(expect.objectContaining({ code: 'bad_email' }));
    expect(statedEmail(text)).toBeUndefined();
    expect(normalEmail(text)).not.toMatch(/^[a-z@.]+$/);
  });
});

describe('an address that another system states', () => {
  test.each([
    ['broker@example.com', 'broker@example.com'],
    ['Broker@Example.COM', 'broker@example.com'],
    ['jos\u00e9@example.com', 'jos\u00e9@example.com'],
  ])('is taken: %s', (text, email) => expect(statedEmail(text)).toBe(email));

  test.each([
    ' broker@example.com',
    'broker@example.com\n',
    'broker@example.com\u00a0',
    '\ufeffbroker@example.com',
    'broker\0@example.com',
    'jose\u0301@example.com',
    'JOS\u00c9@example.com',
    '',
    'broker',
    undefined,
    null,
    1,
    ['broker@example.com'],
    { toString: () => 'broker@example.com' },
  ])('is not taken if it would change: %j', (value) => expect(statedEmail(value)).toBeUndefined());
});
