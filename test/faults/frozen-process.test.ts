import pg from 'pg';
import { describe, expect, inject, onTestFinished } from 'vitest';
import type { Client } from '../support/client.ts';
import { placeBehindProxy } from '../support/database-proxy.ts';
import { clientAs, runCommand } from '../support/process.ts';
import { test } from '../support/process-test.ts';
import { messagesIn, openRoom } from '../support/rooms.ts';
import { PASSWORD } from '../support/settings.ts';

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

describe.runIf(inject('serverUrl'))('a server process that is stopped', () => {
  test('while it holds the head of the audit log costs the others seconds, and changes nothing when it wakes', async ({
    ownPlace,
    startServer,
  }) => {
    const { proxy, place } = await placeBehindProxy(ownPlace);
    await using _ = proxy;
    const [stopped, other] = [await startServer(place), await startServer(ownPlace)];
    const [sleeper, broker] = [
      await clientAs(stopped.address, 'broker'),
      await clientAs(other.address, 'broker'),
    ];
    const rooms = [(await openRoom(broker)).path, (await openRoom(broker)).path];
    const holdsHead = proxy.atAnswerTo('update audit_head', () => process.kill(stopped.pid, 'SIGSTOP'));
    const undone = sleeper.post(`${rooms[0]}/messages`, { text: 'Undone' });
    await holdsHead;

    // In the same room they wait for the room, and in the other one for the head. The process does not wake before.
    const ledger = numbers(20).map((number) => ({ room: rooms[number % 2], text: `Message ${number}` }));
    const answers = await Promise.all(
      ledger.map(({ room, text }) => broker.post(`${room}/messages`, { text })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect((await logIn(broker)).status).toBe(200);
    expect(await readinessOf(other.address)).toBe(200);

    process.kill(stopped.pid, 'SIGCONT');
    const { status, body, headers } = await undone;
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'database_unavailable', '2']);
    expect(body.detail).toContain('Nothing was changed');
    await expect.poll(() => readinessOf(stopped.address), MAX_WAIT).toBe(200);
    expect((await sleeper.post(`${rooms[0]}/messages`, { text: 'Awake' })).status).toBe(201);
    const expected = rooms.map((room) =>
      ledger.filter((entry) => entry.room === room).map(({ text }) => text),
    );
    expected[0]?.push('Awake');
    for (const [index, room] of rooms.entries()) {
      expect(await messagesIn(broker, room)).toEqual(expected[index]?.sort());
    }
    await using doctor = runCommand(['doctor'], ownPlace);
    expect([await doctor.ended, doctor.output()]).toEqual([
      { code: 0, signal: null },
      expect.not.stringContaining('ERROR'),
    ]);
  });
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
