import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Client } from '../support/client.ts';
import type { TestServer } from '../support/server.ts';
import { test } from '../support/server-test.ts';

const search = async (admin: Client, query: string) => (await admin.get(`/activity?${query}`)).body;

/** Makes the log longer, by entries of no room. */
const appendEntries = (server: TestServer, count: number) =>
  server.roomshot.database.transaction(async (tx) => {
    await sql`alter table audit_entries disable trigger user`.execute(tx);
    await sql`insert into audit_entries (seq, at, actor, action, detail, hash)
      select seq + n, now(), 'system', 'login_failed', '{"reason": "unknown_account"}', ''
      from audit_head, generate_series(1, ${sql.lit(count)}) n`.execute(tx);
    await sql`update audit_head set seq = seq + ${sql.lit(count)}`.execute(tx);
    await sql`alter table audit_entries enable trigger user`.execute(tx);
  });

test('the audit log is searched by time and by what is in its entries', async ({
  broker,
  admin,
  newRoom: { path },
}) => {
  const from = new Date().toISOString();
  await broker.post(`${path}/messages`, { text: 'Fenders 100% rigged' });
  const [entry] = (await search(admin, 'q=fenders%20100%25%20RIGGED')).items;
  expect(entry).toMatchObject({ action: 'message_sent', detail: { text: 'Fenders 100% rigged' } });
  expect(await search(admin, `q=fenders&from=${from}&to=${entry.at}`)).toEqual({
    items: [entry],
    next_cursor: null,
  });
  expect((await search(admin, 'q=fenders&to=2020-01-01T00:00:00Z')).items).toEqual([]);
  expect((await search(admin, 'q=fend%25')).items).toEqual([]);
});

test('a page of a search looks at 50,000 entries, and leads on to the others', async ({
  server,
  broker,
  admin,
  newRoom: { id, path },
}) => {
  await broker.post(`${path}/messages`, { text: 'Slack water at noon' });
  await appendEntries(server, 50_000);
  await broker.post(`${path}/messages`, { text: 'Slack water at one' });

  const first = await search(admin, 'q=slack%20water');
  expect(first.items.map(({ detail }: { detail: object }) => detail)).toMatchObject([
    { text: 'Slack water at one' },
  ]);
  const second = await search(admin, `q=slack%20water&cursor=${first.next_cursor}`);
  expect(second).toMatchObject({ items: [{ detail: { text: 'Slack water at noon' } }], next_cursor: null });

  const nothing = await search(admin, 'action=no_such_action');
  expect(nothing.items).toEqual([]);
  expect(await search(admin, `action=no_such_action&cursor=${nothing.next_cursor}`)).toEqual({
    ...{ items: [], next_cursor: null },
  });
  expect((await search(admin, `q=slack%20water&room_id=${id}`)).items).toHaveLength(2);
});
