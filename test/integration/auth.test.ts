import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readAudit, verifyAudit } from '../../src/audit/audit-log.ts';
import { createTokenIssuer, type TokenIssuer } from '../../src/auth/access-token.ts';
import { createAuthenticator } from '../../src/auth/authenticator.ts';
import { createHubTokenVerifier } from '../../src/auth/hub-token.ts';
import { createLoginService } from '../../src/auth/login.ts';
import { createLoginLimits } from '../../src/auth/login-limits.ts';
import { createOwnPassword } from '../../src/auth/own-password.ts';
import { createPasswordHasher } from '../../src/auth/password.ts';
import { createUserService, type UserService } from '../../src/auth/user-service.ts';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { guardRoutes } from '../../src/http/access.ts';
import { answerErrors } from '../../src/http/problem.ts';
import { authRoutes } from '../../src/http/routes/auth-routes.ts';
import { userRoutes } from '../../src/http/routes/user-routes.ts';
import { newId } from '../../src/kernel/ids.ts';
import type { Role } from '../../src/kernel/roles.ts';

const PASSWORD = 'seven slow tugboats';
const BOSS = 'boss@example.com';
const hubSecret = randomBytes(32).toString('hex');

let folder: string;
let database: Database;
let app: FastifyInstance;
let users: UserService;
let tokens: TokenIssuer;
let now: Date;
let hashings: number;

const clock = () => new Date(now);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomshot-auth-'));
  database = await openDatabase({ url: process.env.TEST_DATABASE_URL, dataFolder: folder });
}, 120_000);

afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  now = new Date();
  await database.query.deleteFrom('users').execute();
  app = await buildApp();
  await database.transaction((tx) => users.ensureFirstAdmin(tx, { email: BOSS, password: PASSWORD }));
  hashings = 0;
});

async function buildApp(): Promise<FastifyInstance> {
  const passwords = createPasswordHasher(async (_, { message, nonce, tagLength }) => {
    hashings += 1;
    return Buffer.concat([nonce, Buffer.from(message)], tagLength);
  });
  tokens = createTokenIssuer({
    secret: randomBytes(32),
    issuer: 'roomshot',
    audience: 'roomshot-api',
    lifetimeSeconds: 3600,
    clock,
  });
  const hub = createHubTokenVerifier({ secret: hubSecret, clock });
  const limits = createLoginLimits();
  users = createUserService({ passwords, clock });
  const login = createLoginService({ database, passwords, tokens, limits, clock });
  const ownPassword = createOwnPassword({ database, passwords, limits, clock });
  const { authenticate } = createAuthenticator({ db: database.query, tokens, hub, clock });
  const server = Fastify({ ajv: { customOptions: { removeAdditional: false } } });
  answerErrors(server);
  guardRoutes(server, { authenticate, findRoomRole: async () => undefined });
  await server.register(authRoutes({ database, login, ownPassword, users, clock }), { prefix: '/api/v1' });
  await server.register(userRoutes({ database, users }), { prefix: '/api/v1' });
  return server;
}

type Method = 'GET' | 'POST' | 'PATCH';

interface CallOptions {
  token?: string | undefined;
  body?: object;
  from?: string;
  headers?: Record<string, string>;
}

async function call(method: Method, path: string, { token, body, from, headers }: CallOptions = {}) {
  const response = await app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    ...(body && { payload: body }),
    ...(from !== undefined && { remoteAddress: from }),
  });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

const logIn = (email: string, password = PASSWORD, from = '192.0.2.1') =>
  call('POST', '/auth/login', { body: { email, password }, from });

const tokenOf = async (email: string): Promise<string> => (await logIn(email)).body.token;

async function addUser(email: string, role: Role, password: string | null = PASSWORD): Promise<string> {
  const passwordHash = password === null ? null : await users.hashNewPassword(password, email);
  const user = await database.transaction((tx) =>
    users.create(tx, { email: 'system' }, { email, name: `The ${role}`, role, passwordHash }),
  );
  return user.id;
}

async function lastAudit(count: number) {
  const { seq } = await database.query.selectFrom('audit_head').select('seq').executeTakeFirstOrThrow();
  return readAudit(database.query, { after: seq - count });
}

describe('logging in', () => {
  test('gives a token that works, in the words that clients know', async () => {
    const { status, body, headers } = await logIn('  Boss@Example.COM ');
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['token', 'email', 'role', 'name', 'expires_at']);
    expect(headers['cache-control']).toBe('no-store');
    const me = await call('GET', '/auth/me', { token: body.token });
    expect(me).toMatchObject({ status: 200, body: { email: BOSS, role: 'admin', avatar_url: null } });
    const [entry] = await lastAudit(1);
    expect(entry).toMatchObject({ actor: BOSS, action: 'login_succeeded', detail: { address: '192.0.2.1' } });
  });

  test('fails in the same words, with the same work, whatever is wrong', async () => {
    await addUser('hub-only@example.com', 'broker', null);
    const gone = await addUser('gone@example.com', 'broker');
    await database.transaction((tx) => users.update(tx, { email: 'system' }, gone, { active: false }));
    const wrong: [string, string, string][] = [
      [BOSS, 'wrong', 'wrong_password'],
      ['nobody@example.com', PASSWORD, 'unknown_account'],
      ['hub-only@example.com', PASSWORD, 'no_password'],
      ['hub-only@example.com', '', 'no_password'],
      ['gone@example.com', PASSWORD, 'deactivated'],
      ['nul\u0000 and half \ud800', PASSWORD, 'unknown_account'],
    ];
    for (const [email, password, reason] of wrong) {
      hashings = 0;
      const { status, body, headers } = await logIn(email, password);
      expect({ status, detail: body.detail }).toEqual({ status: 401, detail: 'Invalid email or password' });
      expect(headers['www-authenticate']).toBe('Bearer');
      expect(hashings).toBe(1);
      const [entry] = await lastAudit(1);
      expect(entry).toMatchObject({ actor: 'anonymous', action: 'login_failed', detail: { reason } });
      expect(JSON.stringify(entry)).not.toContain(PASSWORD);
    }
  });

  test('is limited before anything is hashed', async () => {
    for (let n = 0; n < 10; n += 1) await logIn(BOSS, 'wrong');
    hashings = 0;
    const { status, headers, body } = await logIn(BOSS);
    expect({ status, code: body.code, hashings }).toEqual({
      status: 429,
      code: 'too_many_logins',
      hashings: 0,
    });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect((await logIn(BOSS, PASSWORD, '192.0.2.2')).status).toBe(200);
  });

  test('renews a hash that was made with other costs', async () => {
    const old = await addUser('old@example.com', 'broker');
    const readHash = async () =>
      (
        await database.query
          .selectFrom('users')
          .select('password_hash')
          .where('id', '=', old)
          .executeTakeFirstOrThrow()
      ).password_hash ?? '';
    const outdated = (await readHash()).replace(/t=\d+/, 't=9');
    await database.query
      .updateTable('users')
      .set({ password_hash: outdated })
      .where('id', '=', old)
      .execute();
    expect((await logIn('old@example.com')).status).toBe(200);
    expect(await readHash()).not.toContain('t=9');
    expect((await logIn('old@example.com')).status).toBe(200);
  });

  test.each([
    [{ password: PASSWORD }, ['body', 'email'], 'missing'],
    [{ email: BOSS, password: PASSWORD, remember: true }, ['body', 'remember'], 'additionalProperties'],
    [{ email: 'x'.repeat(255), password: PASSWORD }, ['body', 'email'], 'maxLength'],
  ])('with a bad body is refused: %#', async (body, loc, type) => {
    const answer = await call('POST', '/auth/login', { body });
    expect(answer).toMatchObject({ status: 422, body: { detail: [{ loc, type }] } });
  });
});

describe('a token stops working', () => {
  const refused = { status: 401, body: { detail: 'Could not validate credentials' } };

  test('at log-out, at once; other sessions go on', async () => {
    const token = await tokenOf(BOSS);
    const other = await tokenOf(BOSS);
    const { status, body } = await call('POST', '/auth/logout', { token });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['status', 'message', 'user_email', 'timestamp']);
    expect((await lastAudit(1))[0]).toMatchObject({ actor: BOSS, action: 'logged_out' });
    expect(await call('GET', '/auth/me', { token })).toMatchObject(refused);
    expect((await call('GET', '/auth/me', { token: other })).status).toBe(200);
  });

  test('when it expires', async () => {
    const token = await tokenOf(BOSS);
    now = new Date(now.getTime() + 3600_000);
    expect(await call('GET', '/auth/me', { token })).toMatchObject(refused);
  });

  test('when its session is over, whatever the token says', async () => {
    const id = await addUser('broker@example.com', 'broker');
    const { token } = await tokens.issue({ email: BOSS, name: '', role: 'admin' }, newId());
    expect(await call('GET', '/auth/me', { token })).toMatchObject(refused);
    await tokenOf('broker@example.com');
    const session = await database.query
      .selectFrom('sessions')
      .select('id')
      .where('user_id', '=', id)
      .executeTakeFirstOrThrow();
    const stolen = await tokens.issue({ email: BOSS, name: '', role: 'admin' }, session.id);
    expect(await call('GET', '/auth/me', { token: stolen.token })).toMatchObject(refused);
  });

  test('when the account is deactivated, and stays so after it is activated again', async () => {
    const id = await addUser('broker@example.com', 'broker');
    const token = await tokenOf('broker@example.com');
    const admin = await tokenOf(BOSS);
    await call('PATCH', `/users/${id}`, { token: admin, body: { active: false } });
    expect(await call('GET', '/auth/me', { token })).toMatchObject(refused);
    await call('PATCH', `/users/${id}`, { token: admin, body: { active: true } });
    expect(await call('GET', '/auth/me', { token })).toMatchObject(refused);
    expect((await lastAudit(3)).map(({ action }) => action)).toEqual([
      'login_succeeded',
      'user_deactivated',
      'user_updated',
    ]);
  });

  test('to be an admin when the role changes: the claim does not count', async () => {
    const id = await addUser('second@example.com', 'admin');
    const token = await tokenOf('second@example.com');
    expect((await call('GET', '/users', { token })).status).toBe(200);
    await database.transaction((tx) => users.update(tx, { email: BOSS }, id, { role: 'viewer' }));
    expect(await call('GET', '/users', { token })).toMatchObject({
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
      .sign(Buffer.from(hubSecret));

  test('lets an active account in, with the role it has here', async () => {
    const id = await addUser('broker@example.com', 'broker', null);
    const token = await hubToken({ sub: 'broker@example.com', role: 'admin' });
    expect((await call('GET', '/auth/me', { token })).body).toMatchObject({ id, role: 'broker' });
    expect((await call('POST', '/auth/logout', { token })).status).toBe(200);
    await database.transaction((tx) => users.update(tx, { email: BOSS }, id, { active: false }));
    expect((await call('GET', '/auth/me', { token })).status).toBe(401);
  });

  test('lets nobody in who has no account, and cannot pass for one of ours', async () => {
    const stranger = await hubToken({ sub: 'stranger@example.com' });
    expect((await call('GET', '/auth/me', { token: stranger })).status).toBe(401);
    const posing = await hubToken({ sub: BOSS, iss: 'roomshot', aud: 'roomshot-api', sid: newId() });
    expect((await call('GET', '/auth/me', { token: posing })).status).toBe(401);
  });
});

describe('one\u2019s own password', () => {
  const NEXT = 'nine quick fenders';
  const change = (token: string, current: string, next = NEXT) =>
    call('POST', '/auth/password', { token, body: { current_password: current, new_password: next } });

  test('is changed with the present one, and every session ends', async () => {
    const token = await tokenOf(BOSS);
    const other = await tokenOf(BOSS);
    expect((await change(token, PASSWORD)).status).toBe(200);
    expect((await lastAudit(1))[0]).toMatchObject({ actor: BOSS, action: 'password_changed' });
    for (const old of [token, other])
      expect((await call('GET', '/auth/me', { token: old })).status).toBe(401);
    expect((await logIn(BOSS)).status).toBe(401);
    expect((await logIn(BOSS, NEXT)).status).toBe(200);
  });

  test('is not changed otherwise, and cannot be guessed that way', async () => {
    const token = await tokenOf(BOSS);
    expect(await change(token, PASSWORD, 'short')).toMatchObject({
      status: 422,
      body: { code: 'weak_password' },
    });
    expect(await change(token, 'wrong')).toMatchObject({ status: 403, body: { code: 'wrong_password' } });
    expect((await lastAudit(1))[0]).toMatchObject({ action: 'password_change_refused' });
    for (let n = 0; n < 9; n += 1) await change(token, 'wrong');
    expect((await change(token, PASSWORD)).status).toBe(429);
  });
});

describe('accounts', () => {
  let token: string;
  beforeEach(async () => {
    token = await tokenOf(BOSS);
  });
  const broker = { email: 'Broker@Example.com', name: ' Bea Broker ', role: 'broker', password: PASSWORD };

  test('are created, found, read and changed by admins', async () => {
    const created = await call('POST', '/users', { token, body: broker });
    expect(created).toMatchObject({
      status: 201,
      body: { email: 'broker@example.com', name: 'Bea Broker', role: 'broker', active: true },
    });
    expect(JSON.stringify(created.body)).not.toMatch(/password|argon2/);
    expect(created.headers.location).toBe(`/api/v1/users/${created.body.id}`);
    const path = `/users/${created.body.id}`;
    expect((await call('GET', path, { token })).body).toEqual(created.body);
    const changed = await call('PATCH', path, { token, body: { name: 'Béa', role: 'charterer' } });
    expect(changed.body).toMatchObject({ name: 'Béa', role: 'charterer' });
    expect((await lastAudit(1))[0]).toMatchObject({
      actor: BOSS,
      action: 'user_updated',
      detail: {
        user_id: created.body.id,
        changed: { name: { from: 'Bea Broker', to: 'Béa' }, role: { from: 'broker', to: 'charterer' } },
      },
    });
    const found = await call('GET', '/users?search=BÉA&active=true', { token });
    expect(found.body.items).toEqual([changed.body]);
    expect((await call('GET', '/users?search=%25', { token })).body.items).toEqual([]);
  });

  test('are created once under one key, and the password is not part of what the key remembers', async () => {
    const headers = { 'idempotency-key': newId() };
    const first = await call('POST', '/users', { token, body: broker, headers });
    const second = await call('POST', '/users', { token, body: broker, headers });
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect((await logIn('broker@example.com')).status).toBe(200);
    const otherPassword = { ...broker, password: 'another one altogether' };
    expect((await call('POST', '/users', { token, body: otherPassword, headers })).status).toBe(201);
  });

  test('are listed page by page', async () => {
    for (const name of ['a', 'c', 'd']) await addUser(`${name}@example.com`, 'viewer');
    const first = await call('GET', '/users?limit=2', { token });
    expect(first.body.items.map((user: { email: string }) => user.email)).toEqual(['a@example.com', BOSS]);
    const second = await call('GET', `/users?limit=2&cursor=${first.body.next_cursor}`, { token });
    expect(second.body.items.map((user: { email: string }) => user.email)).toEqual([
      'c@example.com',
      'd@example.com',
    ]);
    expect(second.body.next_cursor).toBeNull();
  });

  test('change nothing and tell nothing when nothing changes', async () => {
    const id = await addUser('same@example.com', 'viewer');
    const [before] = await lastAudit(1);
    expect((await call('PATCH', `/users/${id}`, { token, body: { role: 'viewer' } })).status).toBe(200);
    expect((await lastAudit(1))[0]).toEqual(before);
  });

  test('get a new password from an admin, which ends their sessions', async () => {
    const id = await addUser('broker@example.com', 'broker');
    const theirs = await tokenOf('broker@example.com');
    const body = { password: 'nine quick fenders' };
    expect((await call('PATCH', `/users/${id}`, { token, body })).status).toBe(200);
    expect((await call('GET', '/auth/me', { token: theirs })).status).toBe(401);
    expect((await logIn('broker@example.com', body.password)).status).toBe(200);
    const me = (await call('GET', '/auth/me', { token })).body.id;
    expect(await call('PATCH', `/users/${me}`, { token, body })).toMatchObject({ status: 409 });
  });

  test.each([
    [{ ...broker, email: 'nobody' }, 422],
    [{ ...broker, name: 'two\nlines' }, 422],
    [{ ...broker, name: '   ' }, 422],
    [{ ...broker, role: 'user' }, 422],
    [{ ...broker, password: 'short' }, 422],
    [{ ...broker, active: false }, 422],
    [{ ...broker, email: 'BOSS@example.com' }, 409],
  ])('are refused with a bad field: %#', async (body, status) => {
    expect((await call('POST', '/users', { token, body })).status).toBe(status);
  });

  test.each(['/users?cursor=%00', '/users?search=%00', '/users?limit=0', '/users?limit=9999', '/users?x=1'])(
    '%s is refused',
    async (path) => {
      expect((await call('GET', path, { token })).status).toBe(422);
    },
  );

  test('that are not there are not found', async () => {
    for (const id of [newId(), 'x', '%00']) {
      expect((await call('GET', `/users/${id}`, { token })).status).toBe(404);
      expect((await call('PATCH', `/users/${id}`, { token, body: { name: 'x' } })).status).toBe(404);
    }
  });

  test('are for admins alone', async () => {
    for (const role of ['owner', 'broker', 'charterer', 'seller', 'buyer', 'viewer'] as const) {
      const id = await addUser(`${role}@example.com`, role);
      const theirs = await tokenOf(`${role}@example.com`);
      const all = await Promise.all([
        call('GET', '/users', { token: theirs }),
        call('POST', '/users', { token: theirs, body: broker }),
        call('GET', `/users/${id}`, { token: theirs }),
        call('PATCH', `/users/${id}`, { token: theirs, body: { role: 'admin' } }),
      ]);
      expect(all.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    }
  });
});

describe('the last active admin', () => {
  const lastAdmin = { status: 409, body: { code: 'last_admin' } };

  test('cannot be demoted or deactivated', async () => {
    const token = await tokenOf(BOSS);
    const { id } = (await call('GET', '/auth/me', { token })).body;
    const inactive = await addUser('inactive@example.com', 'admin');
    await call('PATCH', `/users/${inactive}`, { token, body: { active: false } });
    expect(await call('PATCH', `/users/${id}`, { token, body: { role: 'broker' } })).toMatchObject(lastAdmin);
    expect(await call('PATCH', `/users/${id}`, { token, body: { active: false } })).toMatchObject(lastAdmin);
    expect((await call('PATCH', `/users/${id}`, { token, body: { name: 'Still here' } })).status).toBe(200);
  });

  test('remains when several deactivate each other at once', async () => {
    const ids = await Promise.all(['x', 'y', 'z'].map((name) => addUser(`${name}@example.com`, 'admin')));
    const boss = (await call('GET', '/auth/me', { token: await tokenOf(BOSS) })).body.id;
    const outcomes = await Promise.allSettled(
      [boss, ...ids].map((id) =>
        database.transaction((tx) => users.update(tx, { email: BOSS }, id, { active: false })),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    const admins = await users.list(database.query, { role: 'admin', active: true, limit: 10 });
    expect(admins.users).toHaveLength(1);
  });
});

test('the first admin is made once only', async () => {
  const again = { email: 'another@example.com', password: PASSWORD };
  expect(await database.transaction((tx) => users.ensureFirstAdmin(tx, again))).toBe(false);
});

test('all of it is in one unbroken audit log', async () => {
  await logIn(BOSS);
  expect(await verifyAudit(database.query)).toMatchObject({ intact: true });
});
