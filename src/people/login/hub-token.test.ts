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

const NAMES = { issuer: 'https://hub.example', audience: 'roomshot-api' };
const HUB = { ...NAMES, emailClaim: 'email', verifiedClaim: 'email_verified', clock };
const ADDRESS = { email: 'broker@example.com', email_verified: true };
const GENUINE: JWTPayload = { iss: NAMES.issuer, aud: NAMES.audience, exp: EXPIRY, sub: '4711', ...ADDRESS };

const sign = (payload: Record<string, unknown>, alg = 'HS256', text = secret) =>
  new SignJWT(payload).setProtectedHeader({ alg }).sign(createSecretKey(Buffer.from(text)));

describe('a hub that shares a secret', () => {
  const verify = createHubTokenVerifier({ ...HUB, secret });

  test.each<[string, JWTPayload]>([
    ['its claim', GENUINE],
    ['its claim in capitals', { ...GENUINE, email: 'Broker@Example.com' }],
    ['an access token', { ...GENUINE, type: 'access' }],
    ['a token of several audiences', { ...GENUINE, aud: ['other', NAMES.audience] }],
  ])('proves an address by %s', async (_, payload) => {
    expect(await verify(await sign(payload))).toBe('broker@example.com');
  });

  test.each<[string, () => string | Promise<string>]>([
    ['no expiry', () => sign({ ...GENUINE, exp: undefined })],
    ['expired', () => sign({ ...GENUINE, exp: EXPIRY - 7200 })],
    ['from the future', () => sign({ ...GENUINE, iat: EXPIRY })],
    ['a refresh token', () => sign({ ...GENUINE, type: 'refresh' })],
    ['no address', () => sign({ ...GENUINE, email: undefined })],
    ['an address as its subject', () => sign({ ...GENUINE, email: undefined, sub: 'broker@example.com' })],
    ['a doubted address', () => sign({ ...GENUINE, email_verified: false })],
    ['a word for a proof', () => sign({ ...GENUINE, email_verified: 'true' })],
    ['no proof', () => sign({ ...GENUINE, email_verified: undefined })],
    ['another issuer', () => sign({ ...GENUINE, iss: 'other' })],
    ['no issuer', () => sign({ ...GENUINE, iss: undefined })],
    ['another audience', () => sign({ ...GENUINE, aud: 'other' })],
    ['no audience', () => sign({ ...GENUINE, aud: undefined })],
    ['another secret', () => sign(GENUINE, 'HS256', 'x'.repeat(32))],
    ['HS512', () => sign(GENUINE, 'HS512')],
    ['no signature', () => new UnsecuredJWT(GENUINE).encode()],
    ['garbage', () => 'garbage'],
  ])('is not believed with %s', async (_, make) => {
    await expect(verify(await make())).rejects.toMatchObject(REFUSED);
  });

  test('names the claims of address and proof by settings', async () => {
    const claims = { emailClaim: 'sub', verifiedClaim: 'https://hub.example/checked' };
    const own = createHubTokenVerifier({ ...HUB, ...claims, secret });
    const payload = { ...GENUINE, sub: 'broker@example.com', 'https://hub.example/checked': true };
    expect(await own(await sign(payload))).toBe('broker@example.com');
    await expect(own(await sign({ ...payload, sub: '4711' }))).rejects.toMatchObject(REFUSED);
    await expect(own(await sign(GENUINE))).rejects.toMatchObject(REFUSED);
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
    new SignJWT(GENUINE).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);

  test('proves an address by any of them', async () => {
    expect(await createHubTokenVerifier({ ...HUB, jwksUrl })(await signed('one'))).toBe('broker@example.com');
  });

  test('is not believed with another key, or with its public key as a secret', async () => {
    const verify = createHubTokenVerifier({ ...HUB, jwksUrl });
    await expect(verify(await signed('two'))).rejects.toMatchObject(REFUSED);
    const confused = await sign(GENUINE, 'HS256', JSON.stringify(jwk));
    await expect(verify(confused)).rejects.toMatchObject(REFUSED);
  });

  test('that cannot be reached says nothing about the token', async () => {
    const verify = createHubTokenVerifier({ ...HUB, jwksUrl: 'http://127.0.0.1:9/keys' });
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
    expect(() => createHubTokenVerifier({ ...HUB, ...settings })).toThrow(
      expect.objectContaining({ code: 'hub_settings' }),
    );
  });

  test.each([
    ['a short secret', 'x'.repeat(31), 'jwt_secret_too_short'],
    ['the first default of the hub', 'sts-clearance-hub-secret-key-2024', 'jwt_secret_weak'],
    ['the second default of the hub', 'your-secret-key-change-in-production', 'jwt_secret_weak'],
  ])('%s: refused', (_, text, code) => {
    expect(() => createHubTokenVerifier({ ...HUB, secret: text })).toThrow(expect.objectContaining({ code }));
  });
});
