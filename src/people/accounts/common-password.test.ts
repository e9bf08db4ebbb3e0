import { describe, expect, test } from 'vitest';
import { isCommonPassword } from './common-password.ts';

const EMAIL = 'broker.bea@tidewater.example';

test.each([
  'password1234',
  'Password1234!',
  'P@ssw0rd2026',
  'passw0rd!2026',
  'passwordpassword',
  'Welcome12345!',
  'letmein12345',
  'iloveyou1234',
  'ILoveYou2026!!',
  'administrator',
  'Administrator1',
  'admin1234567',
  'changeme2026',
  'Summer2026!!!',
  'Sommer2026!!',
  'qwertyuiop12',
  'qwerty123456',
  'asdfghjkl123',
  '1qaz2wsx3edc',
  'zaq1xsw2cde3',
  '1q2w3e4r5t6y',
  '123456789012',
  '987654321098',
  '112233445566',
  '123123123123',
  '010203040506',
  '839201748261',
  'abcdefghijkl',
  'abcabcabcabc',
  'aaaaaaaaaaaab',
  'hunter2hunter2',
  'testtesttest',
  'test-test-test',
  'dragon monkey 1',
  'correcthorsebatterystaple',
  'roomshot2026',
  'Roomshot1234',
  'йцукенгшщзхъ',
  'ｐａｓｓｗｏｒｄ１２３４',
  'tidewater123',
  'broker.bea@tidewater.example',
  'abc'.repeat(60),
])('%s is common', (password) => expect(isCommonPassword(password, EMAIL)).toBe(true));

describe('is not common', () => {
  test.each([
    'correct horse battery',
    'seven slow tugboats',
    'nine quick fenders',
    'a-good-password-for-ferns',
    'dJ3k2lsPq0aZ',
    'trial-passphrase-tern',
    'my password is a walrus',
    'Κόκκινο καράβι',
    '長い合言葉は安全です船',
    'x8Qw-77fk-Lm2p',
    `${'long '.repeat(3)}and ${'winding road '.repeat(8)}`,
  ])('%s', (password) => expect(isCommonPassword(password, EMAIL)).toBe(false));

  test('what is generated', () => {
    for (let n = 0; n < 500; n += 1) {
      const password = Buffer.from(crypto.getRandomValues(new Uint8Array(12))).toString('base64url');
      expect(isCommonPassword(password, EMAIL), password).toBe(false);
    }
  });
});
