import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, inject } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import type { TestData } from '../support/data-folder.ts';
import { placeBehindProxy } from '../support/database-proxy.ts';
import { askForMany, expectOneRecordOfEach, outcomeOf } from '../support/many-snapshots.ts';
import { clientAs, type ServerProcess } from '../support/process.ts';
import { test as processTest } from '../support/process-test.ts';
import { roomIdOf } from '../support/snapshots.ts';

/** Opens the database of a test, which is closed when the test ends. */
const test = processTest.extend('open', ({ ownPlace }, { onCleanup }) => {
  const opened: Database[] = [];
  onCleanup(async () => {
    for (const database of opened) await database.close();
  });
  return async (place = ownPlace): Promise<Database> => {
    const database = await openDatabase({ url: place.databaseUrl, dataFolder: place.dataFolder });
    opened.push(database);
    return database;
  };
});

const MAX_WAIT = { timeout: 20_000 };
/** What a listener waits at least before it tries to connect again. */
const RECONNECT_MS = 500;

type Place = TestData['place'];

/** Has the database server end the connections of everybody else, or one of them. */
async function breakConnections(place: Place, pid: number | null = null): Promise<void> {
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and pid = coalesce($1, pid)`,
    [pid],
  );
  await client.end();
}

const readinessOf = ({ address }: ServerProcess) => fetch(`${address}/readyz`).then(({ status }) => status);

describe.runIf(inject('serverUrl'))('a database server', () => {
  test('that drops its connections costs no task, and the server goes on', async ({
    ownPlace,
    startServer,
  }) => {
    const server = await startServer();
    const broker = await clientAs(server.address, 'broker');
    const asked = await askForMany(broker, await roomIdOf(broker, 'Aegean Pearl'), 30);
    for (const created of asked.slice(0, 3)) {
      await breakConnections(ownPlace);
      await outcomeOf(broker, created);
    }
    const outcomes = await Promise.all(asked.map((created) => outcomeOf(broker, created)));
    expect(outcomes.map(({ task }) => task.status)).toEqual(asked.map(() => 'completed'));
    expect(await readinessOf(server)).toBe(200);
    expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    await expectOneRecordOfEach(
      ownPlace,
      asked.map(({ id }) => id),
    );
  });

  test('that goes away in the middle of a change undoes it, and the answer says so', async ({
    ownPlace,
    startServer,
  }) => {
    const { proxy, place } = await placeBehindProxy(ownPlace);
    await using _ = proxy;
    const server = await startServer(place);
    const broker = await clientAs(server.address, 'broker');
    const parties = `/rooms/${await roomIdOf(broker, 'Aegean Pearl')}/parties`;
    const party = { name: 'Undone', role: 'viewer', company: 'Nobody', email: 'undone@example.com' };
    void proxy.atAnswerTo('insert into activities', proxy.cut);
    const { status, body } = await broker.post(parties, party);
    expect([status, body.code]).toEqual([503, 'database_unavailable']);
    expect(body.detail).toContain('Nothing was changed');
    proxy.mend();
    await expect.poll(() => readinessOf(server), MAX_WAIT).toBe(200);
    expect(JSON.stringify((await broker.get(parties)).body)).not.toContain('Undone');
  });

  test('that is away for a while costs no task either', async ({ ownPlace, startServer }) => {
    const { proxy, place } = await placeBehindProxy(ownPlace);
    await using _ = proxy;
    const server = await startServer(place);
    const broker = await clientAs(server.address, 'broker');
    const asked = await askForMany(broker, await roomIdOf(broker, 'Aegean Pearl'), 12);
    proxy.cut();
    await expect.poll(() => readinessOf(server), MAX_WAIT).toBe(503);
    const failed = await broker.get('/rooms');
    expect([failed.status, failed.body.code]).toEqual([503, 'database_unavailable']);
    expect(failed.headers.get('retry-after')).toBe('2');
    proxy.mend();
    await expect.poll(() => readinessOf(server), MAX_WAIT).toBe(200);
    const outcomes = await Promise.all(asked.map((created) => outcomeOf(broker, created)));
    expect(outcomes.map(({ task }) => task.status)).toEqual(asked.map(() => 'completed'));
    expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    await expectOneRecordOfEach(
      ownPlace,
      asked.map(({ id }) => id),
    );
  });
});

describe.runIf(inject('serverUrl'))('a connection that breaks', () => {
  test('between two statements of a transaction undoes it, and ends nothing else', async ({
    ownPlace,
    open,
  }) => {
    const database = await open();
    const undone = database.transaction(async (tx) => {
      await sql`update audit_head set seq = seq + 1000`.execute(tx);
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await breakConnections(ownPlace, rows[0]?.pid);
      await sql`select 1`.execute(tx);
    });
    await expect(undone).rejects.toThrow();
    const head = await database.query.selectFrom('audit_head').select('seq').executeTakeFirst();
    expect(head?.seq).toBeLessThan(1000);
  });

  test('before a commit is confirmed leaves open whether it was done, and says so', async ({
    ownPlace,
    open,
  }) => {
    const { proxy, place } = await placeBehindProxy(ownPlace);
    await using _ = proxy;
    const database = await open(place);
    // The whole statement: others have the word in them.
    void proxy.atAnswerTo('commit\0', proxy.cut);
    const change = database.transaction((tx) => sql`update audit_head set seq = seq + 1000`.execute(tx));
    await expect(change).rejects.toMatchObject({ kind: 'unavailable', code: 'outcome_unknown' });
    proxy.mend();
    const headNow = () => database.query.selectFrom('audit_head').select('seq').executeTakeFirst();
    const seqNow = () =>
      headNow().then(
        (head) => head?.seq,
        (error) => error,
      );
    await expect.poll(seqNow, MAX_WAIT).toBeGreaterThan(1000);
  });

  test('is replaced at a steady pace, and each listener is informed of the gap', async ({
    ownPlace,
    open,
  }) => {
    const { proxy, place } = await placeBehindProxy(ownPlace);
    await using _ = proxy;
    const database = await open(place);
    const received: string[] = [];
    let gaps = 0;
    await database.listen(
      'test_channel',
      (payload) => received.push(payload),
      () => gaps++,
    );
    let pauses = 0;
    const pause = setInterval(() => pauses++, RECONNECT_MS);
    proxy.cut();
    await expect.poll(() => proxy.attempts(), MAX_WAIT).toBeGreaterThanOrEqual(6);
    clearInterval(pause);
    // A failed try must not breed more than one further try: that would double them with each pause.
    expect(proxy.attempts()).toBeLessThanOrEqual(pauses + 2);
    proxy.mend();
    await expect.poll(() => gaps, MAX_WAIT).toBe(1);
    await sql`select pg_notify('test_channel', 'here again')`.execute(database.query);
    await expect.poll(() => received, MAX_WAIT).toEqual(['here again']);
  });

  test('is one for all who listen, and is replaced for all of them', async ({ ownPlace, open }) => {
    const database = await open();
    const received: string[] = [];
    const gaps: string[] = [];
    const listen = (channel: string) =>
      database.listen(
        channel,
        (payload) => received.push(`${channel}: ${payload}`),
        () => gaps.push(channel),
      );
    const [stop] = await Promise.all(['one', 'two', 'two'].map(listen));
    const notify = (text: string) =>
      sql`select pg_notify('one', ${text}), pg_notify('two', ${text})`.execute(database.query);
    await notify('a');
    await expect.poll(() => received.sort(), MAX_WAIT).toEqual(['one: a', 'two: a', 'two: a']);
    const listening = sql<{ pid: number }>`select pid from pg_stat_activity
      where datname = current_database() and query like 'listen %'`;
    const { rows } = await listening.execute(database.query);
    expect(rows).toHaveLength(1);
    await breakConnections(ownPlace, rows[0]?.pid);
    await expect.poll(() => gaps, MAX_WAIT).toEqual(['one', 'two', 'two']);
    await stop?.();
    received.length = 0;
    await notify('b');
    await expect.poll(() => received, MAX_WAIT).toEqual(['two: b', 'two: b']);
  });
});
