import { SignJWT } from 'jose';
import { describe, expect } from 'vitest';
import { newId } from '../../src/platform/kernel/ids.ts';
import { test } from '../support/account-test.ts';
import { BOSS, HUB_SECRET } from '../support/auth-server.ts';

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
  const hubToken = (claims: Record<string, unknown>) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(Buffer.from(HUB_SECRET));

  test('lets an active account in, with the role it has here', async ({ auth }) => {
    const id = await auth.addUser('broker@example.com', 'broker', null);
    const token = await hubToken({ sub: 'broker@example.com', role: 'admin' });
    expect((await auth.call('GET', '/auth/me', { token })).body).toMatchObject({ id, role: 'broker' });
    expect((await auth.call('POST', '/auth/logout', { token })).status).toBe(200);
    await auth.database.transaction((tx) => auth.users.update(tx, { email: BOSS }, id, { active: false }));
    expect((await auth.call('GET', '/auth/me', { token })).status).toBe(401);
  });

  test('lets nobody in who has no account, and cannot pass for one of ours', async ({ auth }) => {
    const outsider = await hubToken({ sub: 'outsider@example.com' });
    expect((await auth.call('GET', '/auth/me', { token: outsider })).status).toBe(401);
    const posing = await hubToken({ sub: BOSS, iss: 'roomshot', aud: 'roomshot-api', sid: newId() });
    expect((await auth.call('GET', '/auth/me', { token: posing })).status).toBe(401);
  });
});
