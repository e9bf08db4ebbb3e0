import { createSecretKey, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHubTokenVerifier } from './hub-token.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const EXPIRY = NOW.getTime() / 1000 + 3600;
const clock = () => NOW;
const secret = randomBytes(32).toString('hex');
const REFUSED = { kind: 'unauthenticated', code: 'invalid_credentials' };

const sign = (payload: JWTPayload, alg = 'HS256', text = secret) =>
  new SignJWT(payload).setProtectedHeader({ alg }).sign(createSecretKey(Buffer.from(text)));

describe('a hub that shares a secret', () => {
  const verify = createHubTokenVerifier({ secret, clock });

  test.each<[string, JWTPayload]>([
    ['its subject', { sub: 'Broker@Example.com', exp: EXPIRY }],
    ['its email claim', { sub: '4711', email: 'broker@example.com', exp: EXPIRY }],
    ['an access token', { sub: 'broker@example.com', type: 'access', exp: EXPIRY }],
  ])('proves an address by %s', async (_, payload) => {
    expect(await verify(await sign(payload))).toBe('broker@example.com');
  });

  test.each<[string, () => string | Promise<string>]>([
    ['no expiry', () => sign({ sub: 'broker@example.com' })],
    ['expired', () => sign({ sub: 'broker@example.com', exp: EXPIRY - 7200 })],
    ['a refresh token', () => sign({ sub: 'broker@example.com', type: 'refresh', exp: EXPIRY })],
    ['no address', () => sign({ sub: '4711', exp: EXPIRY })],
    ['a doubted address', () => sign({ email: 'broker@example.com', email_verified: false, exp: EXPIRY })],
    ['another secret', () => sign({ sub: 'broker@example.com', exp: EXPIRY }, 'HS256', 'x'.repeat(32))],
    ['HS512', () => sign({ sub: 'broker@example.com', exp: EXPIRY }, 'HS512')],
    ['no signature', () => new UnsecuredJWT({ sub: 'broker@example.com', exp: EXPIRY }).encode()],
    ['garbage', () => 'garbage'],
  ])('is not believed with %s', async (_, make) => {
    await expect(verify(await make())).rejects.toMatchObject(REFUSED);
  });

  test('can be held to an issuer and an audience', async () => {
    const strict = createHubTokenVerifier({ secret, issuer: 'hub', audience: 'roomshot', clock });
    const payload = { sub: 'broker@example.com', exp: EXPIRY, iss: 'hub', aud: 'roomshot' };
    expect(await strict(await sign(payload))).toBe('broker@example.com');
    await expect(strict(await sign({ ...payload, iss: 'other' }))).rejects.toMatchObject(REFUSED);
    await expect(strict(await sign({ ...payload, aud: 'other' }))).rejects.toMatchObject(REFUSED);
  });
});

describe('a hub that publishes its keys', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const hub = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
  let jwksUrl = '';

  beforeAll(async () => {
    await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
    jwksUrl = `http://127.0.0.1:${(hub.address() as AddressInfo).port}/keys`;
  });
  afterAll(() => void hub.close());

  const signed = (kid: string) =>
    new SignJWT({ sub: 'broker@example.com', exp: EXPIRY })
      .setProtectedHeader({ alg: 'ES256', kid })
      .sign(privateKey);

  test('proves an address by any of them', async () => {
    expect(await createHubTokenVerifier({ jwksUrl, clock })(await signed('one'))).toBe('broker@example.com');
  });

  test('is not believed with another key, or with its public key as a secret', async () => {
    const verify = createHubTokenVerifier({ jwksUrl, clock });
    await expect(verify(await signed('two'))).rejects.toMatchObject(REFUSED);
    const confused = await sign({ sub: 'broker@example.com', exp: EXPIRY }, 'HS256', JSON.stringify(jwk));
    await expect(verify(confused)).rejects.toMatchObject(REFUSED);
  });

  test('that cannot be reached says nothing about the token', async () => {
    const verify = createHubTokenVerifier({ jwksUrl: 'http://127.0.0.1:9/keys', clock });
    await expect(verify(await signed('one'))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'hub_unreachable',
    });
  });
});

describe('settings of a hub', () => {
  test.each([
    ['neither', {}],
    ['both', { secret, jwksUrl: 'https://hub.example/keys' }],
    ['keys that anybody on the way can change', { jwksUrl: 'http://hub.example/keys' }],
    ['no address', { jwksUrl: 'hub' }],
  ])('%s: refused', (_, settings) => {
    expect(() => createHubTokenVerifier({ ...settings, clock })).toThrow(
      expect.objectContaining({ code: 'hub_settings' }),
    );
  });

  test('a short secret: refused', () => {
    expect(() => createHubTokenVerifier({ secret: 'x'.repeat(31), clock })).toThrow(
      expect.objectContaining({ code: 'jwt_secret_too_short' }),
    );
  });
});
