import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isGuessable } from './guessable-secret.ts';

test.each([
  'sts-clearance-hub-secret-key-2024',
  'your-secret-key-change-in-production',
  'STS_CLEARANCE_HUB_SECRET_KEY_2024',
  'your-super-secret-key-change-this-now',
  'a-string-secret-at-least-256-bits-long',
  'django-insecure-0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7',
  'please change me before the first start',
  'x'.repeat(64),
  'abc'.repeat(20),
  'Wm6r0oQk1uH8'.repeat(3),
  `${'Wm6r0oQk1uH8'.repeat(3)}Wm6`,
  'abcdefghijklmnopqrstuvwxyz0123456789',
  '98765432109876543210zyxwvutsrqponmlkj',
  '00000000000000000000000000000000abcdefgh',
])('a secret that others know is guessable: %s', (secret) => {
  expect(isGuessable(secret)).toBe(true);
});

test.each([
  ['base64', () => randomBytes(48).toString('base64')],
  ['base64url', () => randomBytes(32).toString('base64url')],
  ['hex', () => randomBytes(32).toString('hex')],
  ['hex of 16 bytes', () => randomBytes(16).toString('hex')],
  ['digits', () => BigInt(`0x${randomBytes(32).toString('hex')}`).toString()],
] as const)('a generated secret is not: %s', (_, generate) => {
  for (let n = 0; n < 1000; n += 1) {
    const secret = generate();
    expect(isGuessable(secret), secret).toBe(false);
  }
});
