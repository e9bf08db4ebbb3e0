import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { breakableStorage, STORAGE_FAULTS } from '../support/breakable-storage.ts';
import type { Answer, Client } from '../support/client.ts';
import { setReadOnly } from '../support/read-only-database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { test } from '../support/server-test.ts';
import { canMountDisks } from '../support/small-disk.ts';

// Ready means that a record could be made now. Otherwise changes are refused with the reason, and reading goes on.

const MAX_WAIT = { timeout: 30_000 };

async function readinessOf({ server }: TestServer): Promise<[status: number, detail: string | undefined]> {
  const answer = await fetch(`${server.address}/readyz`);
  const { detail } = (await answer.json()) as { detail?: string };
  return [answer.status, detail];
}

const upload = async (client: Client, room: string): Promise<Pick<Answer, 'status' | 'headers' | 'body'>> => {
  const { items } = (await client.get(`/rooms/${room}/documents`)).body;
  const form = new FormData();
  form.append('file', new Blob(['%PDF-1.7\n%%EOF\n'], { type: 'application/pdf' }), 'paper.pdf');
  const path = `/rooms/${room}/documents/${items[0].id}/file`;
  const answer = await client.open(path, { method: 'POST', body: form });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};

/** Every kind of change that adds something. */
const changesOf = async (client: Client, room: string) => [
  await client.post(`/rooms/${room}/messages`, { text: 'Is anybody there?' }),
  await client.post(`/rooms/${room}/snapshots`, { snapshot_type: 'json' }),
  await upload(client, room),
];

interface Expected {
  status?: 503 | 507;
  code: string;
  reason: string;
}

/** Checks that the server is not ready for this reason, and that changes are refused with it. */
async function expectRefused(server: TestServer, room: string, expected: Expected): Promise<void> {
  const { status = 503, code, reason } = expected;
  const broker = await server.as('broker');
  await expect.poll(() => readinessOf(server), MAX_WAIT).toEqual([503, expect.stringContaining(reason)]);
  for (const { status: answered, headers, body } of await changesOf(broker, room)) {
    expect([answered, body.code, headers.has('retry-after')]).toEqual([status, code, true]);
  }
  expect((await broker.get(`/rooms/${room}`)).status).toBe(200);
  expect((await fetch(`${server.server.address}/healthz`)).status).toBe(200);
}

async function expectReady(server: TestServer, room: string): Promise<void> {
  await expect.poll(() => readinessOf(server), MAX_WAIT).toEqual([200, undefined]);
  const broker = await server.as('broker');
  for (const { status } of await changesOf(broker, room)) expect(status).toBeLessThan(300);
}

const STORAGE = {
  code: 'storage_unavailable',
  reason: 'The storage of the server cannot be used at the moment.',
};
const FULL = { status: 507, code: 'storage_full', reason: 'The disk is full.' } as const;

describe.runIf(canMountDisks())('a storage that is', () => {
  test.for(STORAGE_FAULTS)('%s', async (fault, { ownPlace, readyRoom }) => {
    using storage = breakableStorage(ownPlace.dataFolder);
    await using server = await startTestServer({ place: ownPlace });
    await expectReady(server, readyRoom);
    await storage.break(fault);
    await expectRefused(server, readyRoom, fault === 'full' ? FULL : STORAGE);
    storage.mend();
    await expectReady(server, readyRoom);
  });
});

test('a file of the signing key that is missing', async ({ ownPlace, readyRoom }) => {
  await using server = await startTestServer({ place: ownPlace });
  const key = join(ownPlace.dataFolder, 'signing', 'signing-key.pem');
  await rename(key, `${key}.away`);
  const reason = 'The file of the signing key cannot be read.';
  await expectRefused(server, readyRoom, { code: 'signing_key_missing', reason });
  await rename(`${key}.away`, key);
  await expectReady(server, readyRoom);
});

test('a database that is read-only', async ({ ownPlace, readyRoom }) => {
  await using server = await startTestServer({ place: ownPlace });
  const { database } = server.roomshot;
  await server.as('broker');
  await setReadOnly(database, ownPlace.databaseUrl, true);
  const reason = 'The database is read-only at the moment.';
  await expectRefused(server, readyRoom, { code: 'database_read_only', reason });
  await setReadOnly(database, ownPlace.databaseUrl, false);
  await expectReady(server, readyRoom);
});

test('an audit log whose end is missing', async ({ ownPlace, readyRoom }) => {
  await using server = await startTestServer({ place: ownPlace });
  const { query } = server.roomshot.database;
  await server.as('broker');
  await sql`update audit_head set seq = seq + 1`.execute(query);
  const reason = 'Not ready for requests: The audit log does not end as it was written';
  await expectRefused(server, readyRoom, { code: 'audit_log_broken', reason });
  await sql`update audit_head set seq = seq - 1`.execute(query);
  await expectReady(server, readyRoom);
});
