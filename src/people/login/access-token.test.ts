import { createSecretKey, randomBytes } from 'node:crypto';
import { type JWTHeaderParameters, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { newId } from '../../platform/kernel/ids.ts';
import { createTokenIssuer } from './access-token.ts';

const NOW = new Date('2026-03-01T12:00:00.700Z');
const SECONDS = Math.floor(NOW.getTime() / 1000);
const secret = randomBytes(48);
const sessionId = newId();
const holder = { email: 'broker@example.com', name: 'Bea Broker', role: 'broker' } as const;

const issuerAt = (now: Date) =>
  createTokenIssuer({
    secret,
    issuer: 'roomshot',
    audience: 'roomshot-api',
    lifetimeSeconds: 3600,
    clock: () => now,
  });
const tokens = issuerAt(NOW);

const GENUINE: JWTPayload = {
  sub: holder.email,
  sid: sessionId,
  iss: 'roomshot',
  aud: 'roomshot-api',
  iat: SECONDS,
  exp: SECONDS + 60,
  jti: newId(),
};
const without = (claim: string): JWTPayload => ({ ...GENUINE, [claim]: undefined });

const sign = (
  payload: JWTPayload,
  header: JWTHeaderParameters = { alg: 'HS256', typ: 'at+jwt' },
  key: Uint8Array = secret,
) => new SignJWT(payload).setProtectedHeader(header).sign(createSecretKey(key));

const REFUSED = {
  kind: 'unauthenticated',
  code: 'invalid_credentials',
  message: 'Could not validate credentials',
};

describe('a token of ours', () => {
  test('names its holder and session until it expires', async () => {
    const { token, expiresAt } = await tokens.issue(holder, sessionId);
    expect(expiresAt).toEqual(new Date('2026-03-01T13:00:00Z'));
    expect(await tokens.verify(token)).toEqual({ email: holder.email, sessionId });
    expect(tokens.claimsToBeOurs(token)).toBe(true);
    await expect(issuerAt(new Date(expiresAt.getTime() - 1000)).verify(token)).resolves.toBeDefined();
    await expect(issuerAt(expiresAt).verify(token)).rejects.toMatchObject(REFUSED);
  });

  test('is not ours by another name', () => {
    expect(tokens.claimsToBeOurs('garbage')).toBe(false);
  });
});

test('a token that was issued and used while the clock was ahead is refused when the clock is right again', async () => {
  let now = new Date(NOW.getTime() + 2 * 365 * 86_400_000);
  const leaping = createTokenIssuer({
    ...{ secret, issuer: 'roomshot', audience: 'roomshot-api', lifetimeSeconds: 3600 },
    clock: () => now,
  });
  const { token } = await leaping.issue(holder, sessionId);
  await expect(leaping.verify(token)).resolves.toBeDefined();
  now = NOW;
  await expect(leaping.verify(token)).rejects.toMatchObject(REFUSED);
});

test('a token is valid at once on a server whose clock is a little behind', async () => {
  const { token } = await tokens.issue(holder, sessionId);
  const behind = issuerAt(new Date(NOW.getTime() - 30_000));
  await expect(behind.verify(token)).resolves.toBeDefined();
});

describe('a token is refused', () => {
  test('unless everything about it is right', async () => {
    await expect(tokens.verify(await sign(GENUINE))).resolves.toEqual({ email: holder.email, sessionId });
  });

  test.each<[string, () => string | Promise<string>]>([
    ['garbage', () => 'not.a.token'],
    ['empty', () => ''],
    ['no signature', () => new UnsecuredJWT(GENUINE).encode()],
    ['HS512', () => sign(GENUINE, { alg: 'HS512', typ: 'at+jwt' }, randomBytes(64))],
    ['HS512 with our secret', () => sign(GENUINE, { alg: 'HS512', typ: 'at+jwt' }, padded(secret))],
    ['another secret', () => sign(GENUINE, undefined, randomBytes(48))],
    ['another issuer', () => sign({ ...GENUINE, iss: 'elsewhere' })],
    ['no issuer', () => sign(without('iss'))],
    ['another audience', () => sign({ ...GENUINE, aud: 'elsewhere' })],
    ['no audience', () => sign(without('aud'))],
    ['expired', () => sign({ ...GENUINE, exp: SECONDS - 1 })],
    ['no expiry', () => sign(without('exp'))],
    ['issued in the future', () => sign({ ...GENUINE, iat: SECONDS + 120, exp: SECONDS + 3720 })],
    ['not valid yet', () => sign({ ...GENUINE, nbf: SECONDS + 60 })],
    ['no subject', () => sign(without('sub'))],
    ['no session', () => sign(without('sid'))],
    ['a session that is no id', () => sign({ ...GENUINE, sid: "' or true" })],
    ['a refresh token', () => sign(GENUINE, { alg: 'HS256', typ: 'refresh+jwt' })],
    ['a token of no type', () => sign(GENUINE, { alg: 'HS256' })],
    ['tampered', async () => tamper(await sign(GENUINE))],
  ])('%s', async (_, make) => {
    await expect(tokens.verify(await make())).rejects.toMatchObject(REFUSED);
  });
});

/** HS512 wants a longer key: the same one as far as HMAC is concerned, which pads with zeros. */
const padded = (key: Uint8Array): Uint8Array => Buffer.concat([key, Buffer.alloc(64 - key.length)]);

function tamper(token: string): string {
  const [header, , signature] = token.split('.');
  const payload = Buffer.from(JSON.stringify({ ...GENUINE, sub: 'admin@example.com' })).toString('base64url');
  return [header, payload, signature].join('.');
}
