import pg from 'pg';
import { describe, expect, inject, onTestFinished } from 'vitest';
import type { Client } from '../support/client.ts';
import { placeBehindProxy } from '../support/database-proxy.ts';
import { clientAs } from '../support/process.ts';
import { test } from '../support/process-test.ts';
import { messagesIn, openRoom } from '../support/rooms.ts';
import { PASSWORD } from '../support/settings.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';
import { expectWhole } from '../support/whole-installation.ts';

const MAX_WAIT = { timeout: 30_000 };
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const readinessOf = (address: string) => fetch(`${address}/readyz`).then(({ status }) => status);
const logIn = (client: Client) =>
  client.post('/auth/login', { email: 'viewer@roomshot.example', password: PASSWORD });

/** A connection without the limits of a server, until the test ends. */
async function connectTo(url: string | undefined): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // If the test fails, its database is dropped before.
  client.on('error', () => {});
  onTestFinished(() => client.end());
  return client;
}

/** Two servers on the data of a test. The first one is behind a proxy, so that a test can stop it at a given moment. */
const twoServers = test.extend('pair', async ({ ownPlace, startServer }, { onCleanup }) => {
  const { proxy, place } = await placeBehindProxy(ownPlace);
  onCleanup(() => proxy[Symbol.asyncDispose]());
  const [stopped, other] = [await startServer(place), await startServer(ownPlace)];
  return {
    proxy,
    stopped,
    other,
    sleeper: await clientAs(stopped.address, 'broker'),
    broker: await clientAs(other.address, 'broker'),
  };
});

/** The last statement of a change. */
const APPEND = 'from append_audit(';

/** Acts when each of these statements was answered, one after the other. */
async function afterAnswers(
  proxy: TcpProxy,
  [first = '', ...rest]: readonly string[],
  act: () => void,
): Promise<void> {
  if (rest.length === 0) return proxy.atAnswerTo(first, act);
  let next: Promise<void> | undefined;
  await proxy.atAnswerTo(first, () => {
    next = afterAnswers(proxy, rest, act);
  });
  await next;
}

describe.runIf(inject('serverUrl'))('a server process that is stopped', () => {
  twoServers.for([
    ['has changed a room', ['insert into activities'], 503],
    ['holds the head of the audit log', [APPEND], 503],
    ['has committed', [APPEND, 'commit\0'], 201],
  ] as const)(
    'when it %s costs the others seconds, and changes nothing when it wakes',
    { timeout: 120_000 },
    async ([, statements, expected], { pair, ownPlace }) => {
      const { proxy, stopped, other, sleeper, broker } = pair;
      const rooms = [(await openRoom(broker)).path, (await openRoom(broker)).path];
      const isStopped = afterAnswers(proxy, statements, () => process.kill(stopped.pid, 'SIGSTOP'));
      const late = sleeper.post(`${rooms[0]}/messages`, { text: 'Late' });
      await isStopped;

      // In the same room they wait for the room, and in the other one for the head. The process does not wake before.
      const ledger = numbers(20).map((number) => ({ room: rooms[number % 2], text: `Message ${number}` }));
      const answers = await Promise.all(
        ledger.map(({ room, text }) => broker.post(`${room}/messages`, { text })),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      expect((await logIn(broker)).status).toBe(200);
      expect(await readinessOf(other.address)).toBe(200);

      process.kill(stopped.pid, 'SIGCONT');
      const { status, body, headers } = await late;
      expect(status).toBe(expected);
      if (expected === 503) {
        expect([body.code, headers.get('retry-after')]).toEqual(['database_unavailable', '2']);
        expect(body.detail).toContain('Nothing was changed');
      }
      await expect.poll(() => readinessOf(stopped.address), MAX_WAIT).toBe(200);
      expect((await sleeper.post(`${rooms[0]}/messages`, { text: 'Awake' })).status).toBe(201);
      const inFirst = ['Awake', ...(expected === 201 ? ['Late'] : [])];
      for (const [index, room] of rooms.entries()) {
        const texts = ledger.filter((entry) => entry.room === room).map(({ text }) => text);
        expect(await messagesIn(broker, room)).toEqual([...texts, ...(index === 0 ? inFirst : [])].sort());
      }
      await expectWhole(ownPlace);
    },
  );

  twoServers(
    'again and again under load loses no change that was acknowledged',
    { timeout: 180_000 },
    async ({ pair, ownPlace }) => {
      const { stopped, sleeper, broker } = pair;
      const room = (await openRoom(broker)).path;
      const [done, undone] = [new Set<string>(), new Set<string>()];
      const post = async (client: Client, text: string) => {
        const { status, body } = await client.post(`${room}/messages`, { text });
        if (status === 201) done.add(text);
        else if (body.code === 'database_unavailable' || body.code === 'database_busy') undone.add(text);
        else expect([status, body.code]).toEqual([503, 'outcome_unknown']);
      };
      for (const round of numbers(3)) {
        const load = numbers(12).map((number) => post(sleeper, `Round ${round}, sleeper ${number}`));
        await Promise.race(load);
        process.kill(stopped.pid, 'SIGSTOP');
        await Promise.all(numbers(12).map((number) => post(broker, `Round ${round}, other ${number}`)));
        process.kill(stopped.pid, 'SIGCONT');
        await Promise.all(load);
      }
      const texts = await messagesIn(broker, room);
      expect(new Set(texts).size).toBe(texts.length);
      expect([...done].filter((text) => !texts.includes(text))).toEqual([]);
      expect([...undone].filter((text) => texts.includes(text))).toEqual([]);
      await expectWhole(ownPlace);
    },
  );
});

describe.runIf(inject('serverUrl'))('changes that wait for a lock', () => {
  test('stall neither reading nor readiness, and are refused in the end', async ({
    ownPlace,
    startServer,
  }) => {
    const server = await startServer();
    const broker = await clientAs(server.address, 'broker');
    const room = (await openRoom(broker)).path;
    const holder = await connectTo(ownPlace.databaseUrl);
    // In a transaction, the view of the sessions does not change.
    const observer = await connectTo(ownPlace.databaseUrl);
    await holder.query('begin');
    await holder.query('update audit_head set seq = seq');

    let answered = 0;
    const changes = numbers(12).map((number) =>
      broker.post(`${room}/messages`, { text: `Message ${number}` }).finally(() => answered++),
    );
    const waiting = async () =>
      (
        await observer.query(`select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`)
      ).rows[0].count;
    await expect.poll(waiting, MAX_WAIT).toBeGreaterThanOrEqual(6);
    for (const path of ['/rooms', room, `${room}/activity`, '/auth/me', '/about']) {
      expect((await broker.get(path)).status).toBe(200);
    }
    expect(await readinessOf(server.address)).toBe(200);
    expect(answered).toBe(0);

    const answers = await Promise.all(changes);
    expect(
      answers.map(({ status, body, headers }) => [status, body.code, headers.get('retry-after')]),
    ).toEqual(answers.map(() => [503, 'database_busy', '2']));
    await holder.query('rollback');
    expect(await messagesIn(broker, room)).toEqual([]);
    expect((await broker.post(`${room}/messages`, { text: 'Free' })).status).toBe(201);
  });
});
