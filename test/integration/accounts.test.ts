import { describe, expect } from 'vitest';
import { newId } from '../../src/platform/kernel/ids.ts';
import { test as accountTest } from '../support/account-test.ts';
import { BOSS, PASSWORD } from '../support/auth-server.ts';

const test = accountTest.extend('token', ({ auth }) => auth.tokenOf(BOSS));

describe('accounts', () => {
  const broker = { email: 'Broker@Example.com', name: ' Bea Broker ', role: 'broker', password: PASSWORD };

  test('are created, found, read and changed by admins', async ({ auth, token }) => {
    const created = await auth.call('POST', '/users', { token, body: broker });
    expect(created).toMatchObject({
      status: 201,
      body: { email: 'broker@example.com', name: 'Bea Broker', role: 'broker', active: true },
    });
    expect(JSON.stringify(created.body)).not.toMatch(/password|argon2/);
    expect(created.headers.location).toBe(`/api/v1/users/${created.body.id}`);
    const path = `/users/${created.body.id}`;
    expect((await auth.call('GET', path, { token })).body).toEqual(created.body);
    const changed = await auth.call('PATCH', path, { token, body: { name: 'Béa', role: 'charterer' } });
    expect(changed.body).toMatchObject({ name: 'Béa', role: 'charterer' });
    expect((await auth.lastAudit(1))[0]).toMatchObject({
      actor: BOSS,
      action: 'user_updated',
      detail: {
        user_id: created.body.id,
        changed: { name: { from: 'Bea Broker', to: 'Béa' }, role: { from: 'broker', to: 'charterer' } },
      },
    });
    const found = await auth.call('GET', '/users?search=BÉA&active=true', { token });
    expect(found.body.items).toEqual([changed.body]);
    expect((await auth.call('GET', '/users?search=%25', { token })).body.items).toEqual([]);
  });

  test('are created once under one key, and the password is not part of what the key remembers', async ({
    auth,
    token,
  }) => {
    const headers = { 'idempotency-key': newId() };
    const first = await auth.call('POST', '/users', { token, body: broker, headers });
    const second = await auth.call('POST', '/users', { token, body: broker, headers });
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect((await auth.logIn('broker@example.com')).status).toBe(200);
    const otherPassword = { ...broker, password: 'another one altogether' };
    expect((await auth.call('POST', '/users', { token, body: otherPassword, headers })).status).toBe(201);
  });

  test('are listed page by page', async ({ auth, token }) => {
    for (const name of ['a', 'c', 'd']) await auth.addUser(`${name}@example.com`, 'viewer');
    const first = await auth.call('GET', '/users?limit=2', { token });
    expect(first.body.items.map((user: { email: string }) => user.email)).toEqual(['a@example.com', BOSS]);
    const second = await auth.call('GET', `/users?limit=2&cursor=${first.body.next_cursor}`, { token });
    expect(second.body.items.map((user: { email: string }) => user.email)).toEqual([
      'c@example.com',
      'd@example.com',
    ]);
    expect(second.body.next_cursor).toBeNull();
  });

  test('change nothing and record nothing when nothing changes', async ({ auth, token }) => {
    const id = await auth.addUser('same@example.com', 'viewer');
    const [before] = await auth.lastAudit(1);
    expect((await auth.call('PATCH', `/users/${id}`, { token, body: { role: 'viewer' } })).status).toBe(200);
    expect((await auth.lastAudit(1))[0]).toEqual(before);
  });

  test('get a new password from an admin, which ends their sessions', async ({ auth, token }) => {
    const id = await auth.addUser('broker@example.com', 'broker');
    const theirs = await auth.tokenOf('broker@example.com');
    const body = { password: 'nine quick fenders' };
    expect((await auth.call('PATCH', `/users/${id}`, { token, body })).status).toBe(200);
    expect((await auth.call('GET', '/auth/me', { token: theirs })).status).toBe(401);
    expect((await auth.logIn('broker@example.com', body.password)).status).toBe(200);
    const me = (await auth.call('GET', '/auth/me', { token })).body.id;
    expect(await auth.call('PATCH', `/users/${me}`, { token, body })).toMatchObject({ status: 409 });
  });

  test.for([
    [{ ...broker, email: 'nobody' }, 422],
    [{ ...broker, name: 'two\nlines' }, 422],
    [{ ...broker, name: '   ' }, 422],
    [{ ...broker, role: 'user' }, 422],
    [{ ...broker, password: 'short' }, 422],
    [{ ...broker, active: false }, 422],
    [{ ...broker, email: 'BOSS@example.com' }, 409],
  ] as const)('are refused with a bad field: %#', async ([body, status], { auth, token }) => {
    expect((await auth.call('POST', '/users', { token, body })).status).toBe(status);
  });

  test.for(['/users?cursor=%00', '/users?search=%00', '/users?limit=0', '/users?limit=9999', '/users?x=1'])(
    '%s is refused',
    async (path, { auth, token }) => {
      expect((await auth.call('GET', path, { token })).status).toBe(422);
    },
  );

  test('that are not there are not found', async ({ auth, token }) => {
    for (const id of [newId(), 'x', '%00']) {
      expect((await auth.call('GET', `/users/${id}`, { token })).status).toBe(404);
      expect((await auth.call('PATCH', `/users/${id}`, { token, body: { name: 'x' } })).status).toBe(404);
    }
  });

  test('are for admins alone', async ({ auth }) => {
    for (const role of ['owner', 'broker', 'charterer', 'seller', 'buyer', 'viewer'] as const) {
      const id = await auth.addUser(`${role}@example.com`, role);
      const theirs = await auth.tokenOf(`${role}@example.com`);
      const all = await Promise.all([
        auth.call('GET', '/users', { token: theirs }),
        auth.call('POST', '/users', { token: theirs, body: broker }),
        auth.call('GET', `/users/${id}`, { token: theirs }),
        auth.call('PATCH', `/users/${id}`, { token: theirs, body: { role: 'admin' } }),
      ]);
      expect(all.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    }
  });
});

describe('the last active admin', () => {
  const lastAdmin = { status: 409, body: { code: 'last_admin' } };

  test('cannot be demoted or deactivated', async ({ auth }) => {
    const token = await auth.tokenOf(BOSS);
    const { id } = (await auth.call('GET', '/auth/me', { token })).body;
    const inactive = await auth.addUser('inactive@example.com', 'admin');
    await auth.call('PATCH', `/users/${inactive}`, { token, body: { active: false } });
    expect(await auth.call('PATCH', `/users/${id}`, { token, body: { role: 'broker' } })).toMatchObject(
      lastAdmin,
    );
    expect(await auth.call('PATCH', `/users/${id}`, { token, body: { active: false } })).toMatchObject(
      lastAdmin,
    );
    expect((await auth.call('PATCH', `/users/${id}`, { token, body: { name: 'Still here' } })).status).toBe(
      200,
    );
  });

  test('remains when several deactivate each other at once', async ({ auth }) => {
    const ids = await Promise.all(
      ['x', 'y', 'z'].map((name) => auth.addUser(`${name}@example.com`, 'admin')),
    );
    const boss = (await auth.call('GET', '/auth/me', { token: await auth.tokenOf(BOSS) })).body.id;
    const outcomes = await Promise.allSettled(
      [boss, ...ids].map((id) =>
        auth.database.transaction((tx) => auth.users.update(tx, { email: BOSS }, id, { active: false })),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    const admins = await auth.users.list(auth.database.query, { role: 'admin', active: true, limit: 10 });
    expect(admins.users).toHaveLength(1);
  });
});

test('the first admin is made once only', async ({ auth }) => {
  expect(await auth.fillDatabase()).toBeUndefined();
  const { users } = await auth.users.list(auth.database.query, { limit: 10 });
  expect(users.map(({ email }) => email)).toEqual([BOSS]);
});
