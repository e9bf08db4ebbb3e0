import { sql } from 'kysely';
import { expect } from 'vitest';
import { createClient } from '../support/client.ts';
import { test } from '../support/server-test.ts';
import { PASSWORD } from '../support/settings.ts';

test('one account keeps 10,000 responses under keys at most, and others still can', async ({
  server,
  broker,
  owner,
  newRoom: { path },
}) => {
  await sql`
    insert into idempotency_keys (actor, key, fingerprint, created_at)
    select 'broker@roomshot.example', 'old-' || number, 'x', now() from generate_series(1, 9999) as number`.execute(
    server.roomshot.database.query,
  );
  const say = (key: string) => broker.post(`${path}/messages`, { text: 'Once' }, { 'idempotency-key': key });
  expect((await say('last')).status).toBe(201);
  const refused = await say('one more');
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_idempotency_keys' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const repeated = await say('last');
  expect([repeated.status, repeated.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
  expect((await broker.post(`${path}/messages`, { text: 'Without a key' })).status).toBe(201);
  expect(await owner.post('/auth/logout', {}, { 'idempotency-key': 'own' })).not.toMatchObject({
    status: 429,
  });
});

test('one account has 500 sessions at most: the next login ends the oldest', async ({
  server,
  anonymous,
}) => {
  const account = { email: 'seller@roomshot.example', password: PASSWORD };
  const logIn = async () => {
    const { status, body } = await anonymous.post('/auth/login', account);
    expect(status).toBe(200);
    return createClient(server.server.address, body.token);
  };
  const oldest = await logIn();
  await sql`
    insert into sessions (id, user_id, created_at, expires_at)
    select gen_random_uuid(), id, now(), now() + interval '1 hour'
    from users, generate_series(1, 498) where email = ${account.email}`.execute(
    server.roomshot.database.query,
  );
  const newest = await logIn();
  const next = await logIn();
  expect((await newest.get('/auth/me')).status).toBe(200);
  expect((await next.get('/auth/me')).status).toBe(200);
  expect((await oldest.get('/auth/me')).status).toBe(401);
});
