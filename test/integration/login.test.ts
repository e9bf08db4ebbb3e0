import { describe, expect } from 'vitest';
import { verifyAudit } from '../../src/platform/audit/audit-verification.ts';
import { test } from '../support/account-test.ts';
import { type AuthServer, BOSS, PASSWORD } from '../support/auth-server.ts';

describe('logging in', () => {
  test('gives a token that works, in the words that clients know', async ({ auth }) => {
    const { status, body, headers } = await auth.logIn('  Boss@Example.COM ');
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['token', 'email', 'role', 'name', 'expires_at']);
    expect(headers['cache-control']).toBe('no-store');
    const me = await auth.call('GET', '/auth/me', { token: body.token });
    expect(me).toMatchObject({ status: 200, body: { email: BOSS, role: 'admin', avatar_url: null } });
    const [entry] = await auth.lastAudit(1);
    expect(entry).toMatchObject({ actor: BOSS, action: 'login_succeeded', detail: { address: '192.0.2.1' } });
  });

  test('fails in the same words, with the same work, whatever is wrong', async ({ auth }) => {
    await auth.addUser('hub-only@example.com', 'broker', null);
    const gone = await auth.addUser('gone@example.com', 'broker');
    await auth.database.transaction((tx) =>
      auth.users.update(tx, { email: 'system' }, gone, { active: false }),
    );
    const wrong: [string, string, string][] = [
      [BOSS, 'wrong', 'wrong_password'],
      ['nobody@example.com', PASSWORD, 'unknown_account'],
      ['hub-only@example.com', PASSWORD, 'no_password'],
      ['hub-only@example.com', '', 'no_password'],
      ['gone@example.com', PASSWORD, 'deactivated'],
      ['nul\u0000 and half \ud800', PASSWORD, 'unknown_account'],
    ];
    for (const [email, password, reason] of wrong) {
      auth.hashings = 0;
      const { status, body, headers } = await auth.logIn(email, password);
      expect({ status, detail: body.detail }).toEqual({ status: 401, detail: 'Invalid email or password' });
      expect(headers['www-authenticate']).toBe('Bearer');
      expect(auth.hashings).toBe(1);
      const [entry] = await auth.lastAudit(1);
      expect(entry).toMatchObject({ actor: 'anonymous', action: 'login_failed', detail: { reason } });
      expect(JSON.stringify(entry)).not.toContain(PASSWORD);
    }
  });

  test('is limited before anything is hashed', async ({ auth }) => {
    for (let n = 0; n < 10; n += 1) await auth.logIn(BOSS, 'wrong');
    auth.hashings = 0;
    const { status, headers, body } = await auth.logIn(BOSS);
    expect({ status, code: body.code, hashings: auth.hashings }).toEqual({
      status: 429,
      code: 'too_many_logins',
      hashings: 0,
    });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect((await auth.logIn(BOSS, PASSWORD, '192.0.2.2')).status).toBe(200);
  });

  test('renews a hash that was made with other costs', async ({ auth }) => {
    const old = await auth.addUser('old@example.com', 'broker');
    const readHash = async () =>
      (
        await auth.database.query
          .selectFrom('users')
          .select('password_hash')
          .where('id', '=', old)
          .executeTakeFirstOrThrow()
      ).password_hash ?? '';
    const outdated = (await readHash()).replace(/t=\d+/, 't=9');
    await auth.database.query
      .updateTable('users')
      .set({ password_hash: outdated })
      .where('id', '=', old)
      .execute();
    expect((await auth.logIn('old@example.com')).status).toBe(200);
    expect(await readHash()).not.toContain('t=9');
    expect((await auth.logIn('old@example.com')).status).toBe(200);
  });

  test.for([
    [{ password: PASSWORD }, ['body', 'email'], 'missing'],
    [{ email: BOSS, password: PASSWORD, remember: true }, ['body', 'remember'], 'additionalProperties'],
    [{ email: 'x'.repeat(255), password: PASSWORD }, ['body', 'email'], 'maxLength'],
  ] as const)('with a bad body is refused: %#', async ([body, loc, type], { auth }) => {
    const answer = await auth.call('POST', '/auth/login', { body });
    expect(answer).toMatchObject({ status: 422, body: { detail: [{ loc, type }] } });
  });
});

describe('one\u2019s own password', () => {
  const NEXT = 'nine quick fenders';
  const change = (auth: AuthServer, token: string, current: string, next = NEXT) =>
    auth.call('POST', '/auth/password', { token, body: { current_password: current, new_password: next } });

  test('is changed with the present one, and every session ends', async ({ auth }) => {
    const token = await auth.tokenOf(BOSS);
    const other = await auth.tokenOf(BOSS);
    expect((await change(auth, token, PASSWORD)).status).toBe(200);
    expect((await auth.lastAudit(1))[0]).toMatchObject({ actor: BOSS, action: 'password_changed' });
    for (const old of [token, other])
      expect((await auth.call('GET', '/auth/me', { token: old })).status).toBe(401);
    expect((await auth.logIn(BOSS)).status).toBe(401);
    expect((await auth.logIn(BOSS, NEXT)).status).toBe(200);
  });

  test('is not changed otherwise, and cannot be guessed that way', async ({ auth }) => {
    const token = await auth.tokenOf(BOSS);
    expect(await change(auth, token, PASSWORD, 'short')).toMatchObject({
      status: 422,
      body: { code: 'weak_password' },
    });
    expect(await change(auth, token, 'wrong')).toMatchObject({
      status: 403,
      body: { code: 'wrong_password' },
    });
    expect((await auth.lastAudit(1))[0]).toMatchObject({ action: 'password_change_refused' });
    for (let n = 0; n < 9; n += 1) await change(auth, token, 'wrong');
    expect((await change(auth, token, PASSWORD)).status).toBe(429);
  });
});

test('all of it is in one unbroken audit log', async ({ auth }) => {
  await auth.logIn(BOSS);
  expect(await verifyAudit(auth.database.query)).toMatchObject({ intact: true });
});
