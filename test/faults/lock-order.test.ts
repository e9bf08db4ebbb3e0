import { sql } from 'kysely';
import { describe, expect, inject } from 'vitest';
import type { Database, Transaction } from '../../src/platform/db/database.ts';
import { type Client, createClient } from '../support/client.ts';
import { join } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';

const ROUNDS = 15;

/** Every request locks its user and its room. Each pair here would wait for each other in another order of locks. */
test('requests that change accounts, parties and types at once do not wait for each other', async ({
  server,
  broker,
  admin,
  newRoom: { path },
}) => {
  const password = 'four calm harbours';
  const email = 'second-admin@roomshot.example';
  const second = (await admin.post('/users', { email, name: 'Second', role: 'admin', password })).body;
  const logIn = async (): Promise<Client> => {
    const { body } = await server.anonymous.post('/auth/login', { email, password });
    return createClient(server.server.address, body.token);
  };
  const other = await logIn();
  const [first] = (await admin.get('/users?search=admin@roomshot')).body.items;
  const [type] = (await admin.get('/document-types')).body.items;
  const parties = [(await join(broker, path, 'charterer')).body, (await join(broker, path, 'owner')).body];
  for (let round = 0; round < ROUNDS; round++) {
    const leaving = await logIn();
    const answers = await Promise.all([
      admin.patch(`/users/${second.id}`, { name: `Second ${round}` }),
      other.patch(`/users/${first.id}`, { name: `First ${round}` }),
      leaving.post('/auth/logout'),
      leaving.post('/auth/logout'),
      other.post(`${path}/messages`, { text: `Message ${round}` }),
      broker.patch(`${path}/parties/${parties[0].id}`, { name: `Charterer ${round}` }),
      admin.patch(`${path}/parties/${parties[1].id}`, { name: `Owner ${round}` }),
      broker.post(`${path}/documents`, { type_code: type.code }),
      admin.patch(`/document-types/${type.code}`, { name: `Type ${round}` }),
      broker.post(`${path}/snapshots`, { snapshot_type: 'json' }),
    ]);
    // The second log-out finds the session ended.
    expect(answers.map(({ status }) => status).filter((status) => status > 201 && status !== 401)).toEqual(
      [],
    );
  }
}, 120_000);

describe.runIf(inject('serverUrl'))('with a database server', () => {
  /** Whether a session of this database waits for a lock in a statement about these rows. */
  const waitsFor = async (database: Database, table: string): Promise<boolean> => {
    const { rows } = await sql`select from pg_stat_activity where datname = current_database()
      and wait_event_type = 'Lock' and query like ${`%${table}%for update`}`.execute(database.query);
    return rows.length > 0;
  };

  test('an edit of a type waits for a room that lists such a document meanwhile', async ({
    server: { roomshot },
    admin,
    broker,
    newRoom: { path, id },
  }) => {
    const { database } = roomshot;
    const code = 'lock_order';
    const [{ id: _, ...other }] = (await admin.get('/document-types')).body.items;
    expect((await admin.post('/document-types', { ...other, code })).status).toBe(201);
    const type = (tx: Transaction) =>
      sql`select from document_types where code = ${code} for share`.execute(tx);
    const room = (tx: Transaction) => sql`select from rooms where id = ${id}::uuid for update`.execute(tx);
    let edited: ReturnType<Client['patch']> | undefined;
    let inRoom: Promise<void> | undefined;
    const holdsRoom = Promise.withResolvers<void>();
    await database.transaction(async (tx) => {
      await type(tx);
      edited = admin.patch(`/document-types/${code}`, { name: 'Orders' });
      await expect.poll(() => waitsFor(database, 'document_types')).toBe(true);
      // The edit has looked for rooms, and found none.
      expect((await broker.post(`${path}/documents`, { type_code: code })).status).toBe(201);
      inRoom = database.transaction(async (second) => {
        await room(second);
        holdsRoom.resolve();
        await expect.poll(() => waitsFor(database, 'rooms')).toBe(true);
        await type(second);
      });
      await holdsRoom.promise;
    });
    await inRoom;
    expect((await edited)?.status).toBe(200);
    const { items } = (await broker.get(`${path}/activity`)).body;
    expect(items).toContainEqual(expect.objectContaining({ action: 'document_type_updated' }));
  });
});
