import { sql } from 'kysely';
import { describe, expect, inject } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { placeBehindProxy } from '../support/database-proxy.ts';
import { clientAs } from '../support/process.ts';
import { test as processTest } from '../support/process-test.ts';
import { messagesIn, openRoom } from '../support/rooms.ts';
import { expectWhole } from '../support/whole-installation.ts';

const MAX_WAIT = { timeout: 40_000 };
const readinessOf = (address: string) => fetch(`${address}/readyz`).then(({ status }) => status);

/** A database at the end of a way that the test can disturb. */
const test = processTest.extend('disturbed', async ({ ownPlace }, { onCleanup }) => {
  const { proxy, place } = await placeBehindProxy(ownPlace);
  const opened: Database[] = [];
  onCleanup(async () => {
    proxy.cut();
    for (const database of opened) await database.close();
    await proxy[Symbol.asyncDispose]();
  });
  const open = async (): Promise<Database> => {
    const database = await openDatabase({ url: place.databaseUrl, dataFolder: place.dataFolder });
    opened.push(database);
    return database;
  };
  return { proxy, place, open };
});

describe.runIf(inject('serverUrl'))('a database server behind a black hole', () => {
  test('gets every request an answer, and is used again afterwards', { timeout: 120_000 }, async ({
    disturbed,
    ownPlace,
    startServer,
  }) => {
    const { proxy, place } = disturbed;
    const server = await startServer(place);
    const broker = await clientAs(server.address, 'broker');
    const room = (await openRoom(broker)).path;
    proxy.swallow();
    const answers = await Promise.all([
      ...Array.from({ length: 12 }, () => broker.get('/rooms')),
      ...Array.from({ length: 12 }, () => broker.post(`${room}/messages`, { text: 'Undone' })),
    ]);
    expect(
      answers.map(({ status, body, headers }) => [status, body.code, headers.get('retry-after')]),
    ).toEqual(answers.map(() => [503, 'database_unavailable', '2']));
    expect(await readinessOf(server.address)).toBe(503);
    expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
    proxy.mend();
    await expect.poll(() => readinessOf(server.address), MAX_WAIT).toBe(200);
    expect(await messagesIn(broker, room)).toEqual([]);
    expect((await broker.post(`${room}/messages`, { text: 'Free' })).status).toBe(201);
    await expectWhole(ownPlace);
  });

  test('does not keep the server from stopping', async ({ disturbed, startServer }) => {
    const server = await startServer(disturbed.place);
    const broker = await clientAs(server.address, 'broker');
    disturbed.proxy.swallow();
    const [answer, ending] = await Promise.all([broker.get('/rooms'), server.end('SIGTERM')]);
    expect([answer.status, ending]).toEqual([503, { code: 0, signal: null }]);
  });

  test('holds up other servers for seconds, although a change was open', async ({
    disturbed,
    ownPlace,
    startServer,
  }) => {
    const { proxy, place } = disturbed;
    const [cutOff, other] = [await startServer(place), await startServer(ownPlace)];
    const room = (await openRoom(await clientAs(other.address, 'broker'))).path;
    const [silent, broker] = [
      await clientAs(cutOff.address, 'broker'),
      await clientAs(other.address, 'broker'),
    ];
    const holdsHead = proxy.atAnswerTo('from append_audit(', proxy.swallow);
    const undone = silent.post(`${room}/messages`, { text: 'Undone' });
    await holdsHead;
    expect((await broker.post(`${room}/messages`, { text: 'Done' })).status).toBe(201);
    const { status, body } = await undone;
    expect([status, body.code]).toEqual([503, 'database_unavailable']);
    expect(await messagesIn(broker, room)).toEqual(['Done']);
  });

  test('makes the listener open another connection, and tells it of the gap', async ({ disturbed }) => {
    const database = await disturbed.open();
    const received: string[] = [];
    let gaps = 0;
    await database.listen(
      'test_channel',
      (payload) => received.push(payload),
      () => gaps++,
    );
    disturbed.proxy.swallow();
    await expect(sql`select 1`.execute(database.query)).rejects.toMatchObject({ code: '08006' });
    disturbed.proxy.mend();
    await expect.poll(() => gaps, MAX_WAIT).toBe(1);
    await sql`select pg_notify('test_channel', 'here again')`.execute(database.query);
    await expect.poll(() => received, MAX_WAIT).toEqual(['here again']);
  });
});
