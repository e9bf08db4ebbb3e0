import { expect, test } from 'vitest';
import { parseEmail } from './email-address.ts';

test.each([
  ['Broker@STS.com ', 'broker@sts.com'],
  ["o'hara+sts@mail.example.co.uk", "o'hara+sts@mail.example.co.uk"],
  ['админ@пример.рф', 'админ@пример.рф'],
  ['root@localhost', 'root@localhost'],
])('%s is an address', (text, email) => {
  expect(parseEmail(text)).toBe(email);
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
  'half\ud800@example.com',
  'dots@example..com',
  `${'x'.repeat(65)}@example.com`,
  `x@${'y'.repeat(260)}.com`,
])('%j is none', (text) => {
  expect(() => parseEmail(text)).toThrow(expect.objectContaining({ code: 'bad_email' }));
});
