import { SignJWT } from 'jose';
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { newId } from '../../src/platform/kernel/ids.ts';
import { test } from '../support/account-test.ts';
import { type AuthServer, BOSS, HUB_AUDIENCE, HUB_ISSUER, HUB_SECRET } from '../support/auth-server.ts';

describe('a token stops working', () => {
  const refused = { status: 401, body: { detail: 'Could not validate credentials' } };

  test('at log-out, at once; other sessions go on', async ({ auth }) => {
    const token = await auth.tokenOf(BOSS);
    const other = await auth.tokenOf(BOSS);
    const { status, body } = await auth.call('POST', '/auth/logout', { token });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['status', 'message', 'user_email', 'timestamp']);
    expect((await auth.lastAudit(1))[0]).toMatchObject({ actor: BOSS, action: 'logged_out' });
    expect(await auth.call('GET', '/auth/me', { token })).toMatchObject(refused);
    expect((await auth.call('GET', '/auth/me', { token: other })).status).toBe(200);
  });

  test('when it expires', async ({ auth }) => {
    const token = await auth.tokenOf(BOSS);
    auth.now = new Date(auth.now.getTime() + 12 * 3600_000);
    expect(await auth.call('GET', '/auth/me', { token })).toMatchObject(refused);
  });

  test('when the clock is right again after a leap, however long the session was to last', async ({
    auth,
  }) => {
    const leap = 2 * 365 * 86_400_000;
    auth.now = new Date(auth.now.getTime() + leap);
    const token = await auth.tokenOf(BOSS);
    expect((await auth.call('GET', '/auth/me', { token })).status).toBe(200);
    auth.now = new Date(auth.now.getTime() - leap);
    expect(await auth.call('GET', '/auth/me', { token })).toMatchObject(refused);
    const { rows } = await sql<{ id: string }>`select id from sessions`.execute(auth.database.query);
    const stolen = await auth.tokens.issue({ email: BOSS, name: '', role: 'admin' }, rows[0]?.id ?? '');
    expect(await auth.call('GET', '/auth/me', { token: stolen.token })).toMatchObject(refused);
  });

  test('when its session is over, whatever the token says', async ({ auth }) => {
    const id = await auth.addUser('broker@example.com', 'broker');
    const { token } = await auth.tokens.issue({ email: BOSS, name: '', role: 'admin' }, newId());
    expect(await auth.call('GET', '/auth/me', { token })).toMatchObject(refused);
    await auth.tokenOf('broker@example.com');
    const session = await auth.database.query
      .selectFrom('sessions')
      .select('id')
      .where('user_id', '=', id)
      .executeTakeFirstOrThrow();
    const stolen = await auth.tokens.issue({ email: BOSS, name: '', role: 'admin' }, session.id);
    expect(await auth.call('GET', '/auth/me', { token: stolen.token })).toMatchObject(refused);
  });

  test('when the account is deactivated, and stays so after it is activated again', async ({ auth }) => {
    const id = await auth.addUser('broker@example.com', 'broker');
    const token = await auth.tokenOf('broker@example.com');
    const admin = await auth.tokenOf(BOSS);
    await auth.call('PATCH', `/users/${id}`, { token: admin, body: { active: false } });
    expect(await auth.call('GET', '/auth/me', { token })).toMatchObject(refused);
    await auth.call('PATCH', `/users/${id}`, { token: admin, body: { active: true } });
    expect(await auth.call('GET', '/auth/me', { token })).toMatchObject(refused);
    expect((await auth.lastAudit(3)).map(({ action }) => action)).toEqual([
      'login_succeeded',
      'user_deactivated',
      'user_updated',
    ]);
  });

  test('to be an admin when the role changes: the claim does not count', async ({ auth }) => {
    const id = await auth.addUser('second@example.com', 'admin');
    const token = await auth.tokenOf('second@example.com');
    expect((await auth.call('GET', '/users', { token })).status).toBe(200);
    await auth.database.transaction((tx) => auth.users.update(tx, { email: BOSS }, id, { role: 'viewer' }));
    expect(await auth.call('GET', '/users', { token })).toMatchObject({
      status: 403,
      body: { code: 'role_not_permitted' },
    });
  });
});

describe('a token of the hub', () => {
  const hubToken = (claims: Record<string, unknown>, typ?: string) =>
    new SignJWT({ iss: HUB_ISSUER, aud: HUB_AUDIENCE, ...claims })
      .setProtectedHeader({ alg: 'HS256', ...(typ !== undefined && { typ }) })
      .setExpirationTime('1h')
      .sign(Buffer.from(HUB_SECRET));
  const proven = (email: string) => ({ sub: '4711', email, email_verified: true });
  const me = async (auth: AuthServer, claims: Record<string, unknown>, typ?: string) =>
    (await auth.call('GET', '/auth/me', { token: await hubToken(claims, typ) })).status;

  test('lets an active account in, with the role it has here', async ({ auth }) => {
    const id = await auth.addUser('broker@example.com', 'broker', null);
    const token = await hubToken({ ...proven('broker@example.com'), role: 'admin' });
    expect((await auth.call('GET', '/auth/me', { token })).body).toMatchObject({ id, role: 'broker' });
    expect((await auth.call('POST', '/auth/logout', { token })).status).toBe(200);
    await auth.database.transaction((tx) => auth.users.update(tx, { email: BOSS }, id, { active: false }));
    expect((await auth.call('GET', '/auth/me', { token })).status).toBe(401);
  });

  test('lets nobody in who has no account, and cannot pass for one of ours', async ({ auth }) => {
    expect(await me(auth, proven('outsider@example.com'))).toBe(401);
    const posing = { ...proven(BOSS), sub: BOSS, iss: 'roomshot', aud: 'roomshot', sid: newId() };
    expect(await me(auth, posing)).toBe(401);
    expect(await me(auth, posing, 'at+jwt')).toBe(401);
  });

  test('lets only a proven address in', async ({ auth }) => {
    expect(await me(auth, proven(BOSS))).toBe(200);
    for (const unproven of ['false', 'true', 0, 1, null, undefined, false, [true], {}])
      expect(await me(auth, { ...proven(BOSS), email_verified: unproven })).toBe(401);
    expect(await me(auth, { sub: BOSS })).toBe(401);
    expect(await me(auth, { sub: BOSS, email_verified: true })).toBe(401);
  });

  test('lets no address in that becomes another one here', async ({ auth }) => {
    await auth.addUser('broker@example.com', 'broker', null);
    for (const email of [
      'bro\u212aer@example.com',
      '\uff42roker@example.com',
      ' broker@example.com',
      'broker@example.com\u00a0',
      'broker\0@example.com',
      'broker@example.com\0',
      '\0',
      '\ud800@example.com',
      ['broker@example.com'],
    ])
      expect(await me(auth, { ...proven(''), email })).toBe(401);
  });

  test('is of the named issuer, for this audience, and no ID token', async ({ auth }) => {
    for (const other of [
      { iss: 'https://other.example' },
      { iss: undefined },
      { aud: 'another-app' },
      { aud: undefined },
      { aud: [HUB_AUDIENCE, 'app'], azp: HUB_AUDIENCE },
      { nonce: 'n' },
      { at_hash: 'h' },
      { c_hash: 'h' },
      { typ: 'ID' },
      { token_use: 'id' },
      { type: 'id' },
      { type: 'refresh' },
    ])
      expect(await me(auth, { ...proven(BOSS), ...other }), JSON.stringify(other)).toBe(401);
    for (const typ of ['id+jwt', 'logout+jwt', 'refresh+jwt', 'dpop+jwt'])
      expect(await me(auth, proven(BOSS), typ)).toBe(401);
    for (const typ of ['JWT', 'at+jwt', 'application/at+jwt'])
      expect(await me(auth, { ...proven(BOSS), azp: 'app', aud: [HUB_AUDIENCE, 'x'] }, typ)).toBe(200);
  });
});

test('no spelling of an address logs in as another account', async ({ auth }) => {
  await auth.addUser('broker@example.com', 'broker');
  expect((await auth.logIn(' Broker@Example.com ')).status).toBe(200);
  for (const email of ['bro\u212aer@example.com', '\uff42roker@example.com', 'broker\0@example.com'])
    expect((await auth.logIn(email)).status).toBe(401);
});

test('no account is made for an address that looks like another one', async ({ auth }) => {
  const token = await auth.tokenOf(BOSS);
  for (const email of ['bro\u212aer@example.com', 'br\u043eker@example.com', 'broker\u200b@example.com']) {
    const body = { email, name: 'Bea', role: 'broker' };
    expect(await auth.call('POST', '/users', { token, body })).toMatchObject({
      status: 422,
      body: { code: 'bad_email' },
    });
  }
});
