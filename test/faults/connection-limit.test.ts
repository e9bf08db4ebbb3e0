import pg from 'pg';
import { describe, expect, inject } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { newId } from '../../src/platform/kernel/ids.ts';
import type { Answer } from '../support/client.ts';
import type { TestData } from '../support/data-folder.ts';
import { clientAs } from '../support/process.ts';
import { test as processTest } from '../support/process-test.ts';
import { messagesIn, openRoom } from '../support/rooms.ts';

const MAX_WAIT = { timeout: 40_000 };

/** The data of this test, reached with a role that may open so many connections. */
const test = processTest
  .extend('limitedTo', async ({ ownPlace }, { onCleanup }) => {
    const admin = new pg.Client({ connectionString: ownPlace.databaseUrl });
    await admin.connect();
    const roles: string[] = [];
    onCleanup(async () => {
      for (const role of roles) {
        await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [
          role,
        ]);
        await admin.query(`drop role ${role}`);
      }
      await admin.end();
    });
    return async (limit: number): Promise<TestData['place']> => {
      const role = `limited_${newId().replaceAll('-', '')}`;
      await admin.query(
        `create role ${role} login password 'x' connection limit ${limit} in role ${pg.escapeIdentifier(admin.user ?? '')}`,
      );
      roles.push(role);
      const url = new URL(ownPlace.databaseUrl ?? '');
      Object.assign(url, { username: role, password: 'x' });
      return { ...ownPlace, databaseUrl: url.href };
    };
  })
  .extend('open', async ({ limitedTo: _ }, { onCleanup }) => {
    const opened: Database[] = [];
    onCleanup(async () => {
      for (const database of opened) await database.close();
    });
    return async ({ databaseUrl: url, dataFolder }: TestData['place']): Promise<Database> => {
      const database = await openDatabase({ url, dataFolder, connections: { reading: 2, writing: 2 } });
      opened.push(database);
      return database;
    };
  });

/** Takes all connections that are left. Returns a function that gives them back. */
async function takeAll(url: string | undefined): Promise<() => Promise<unknown>> {
  const taken: pg.Client[] = [];
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    const error = await client.connect().catch((cause) => cause);
    if (error instanceof pg.DatabaseError) break;
    taken.push(client);
  }
  return () => Promise.all(taken.map((client) => client.end()));
}

const isDone = ({ status }: Answer): boolean => status < 300;

describe.runIf(inject('serverUrl'))('a database server without a free connection', () => {
  test('is answered with 503, and nothing was changed', async ({ limitedTo, startServer }) => {
    const place = await limitedTo(12);
    const server = await startServer(place);
    const broker = await clientAs(server.address, 'broker');
    const room = (await openRoom(broker)).path;
    const giveBack = await takeAll(place.databaseUrl);
    const texts = Array.from({ length: 12 }, (_, number) => `Message ${number}`);
    const snapshot = { title: 'Full', snapshot_type: 'json' };
    const [messages, ...others] = await Promise.all([
      Promise.all(texts.map((text) => broker.post(`${room}/messages`, { text }))),
      ...texts.map(() => broker.get('/rooms')),
      ...texts.map(() => broker.post(`${room}/snapshots`, snapshot)),
    ]);
    const refused = [...messages, ...others].filter((answer) => !isDone(answer));
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, body, headers } of refused) {
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'database_unavailable', '2']);
    }
    await giveBack();
    await expect
      .poll(async () => (await broker.post(`${room}/messages`, { text: 'Free' })).status, MAX_WAIT)
      .toBe(201);
    const done = texts.filter((_, index) => messages[index] && isDone(messages[index]));
    expect(await messagesIn(broker, room)).toEqual([...done, 'Free'].sort());
  });

  test('is noticed at the start, together with other processes of Roomshot', async ({ limitedTo, open }) => {
    const few = await open(await limitedTo(9));
    expect(await few.warnOfConnections()).toMatch(
      /open 10 connections .* limit of the role permits 9, of which others use or may use 0\./,
    );
    const place = await limitedTo(19);
    const first = await open(place);
    expect(String(await first.warnOfConnections())).not.toContain('limit of the role');
    const second = await open(place);
    expect(await second.warnOfConnections()).toMatch(
      /limit of the role permits 19, of which others use or may use 10\./,
    );
  });
});
