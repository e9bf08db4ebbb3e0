import pg from 'pg';
import { describe, expect, inject } from 'vitest';
import { hasOwnPostgres, startOwnPostgres } from '../support/own-postgres.ts';
import { clientAs, runCommand, type ServerProcess, startServerProcess } from '../support/process.ts';
import { test as processTest } from '../support/process-test.ts';
import { messagesIn, openRoom } from '../support/rooms.ts';
import { PASSWORD } from '../support/settings.ts';
import { expectWhole } from '../support/whole-installation.ts';

const SLOW = { timeout: 240_000 };
const MAX_WAIT = { timeout: 60_000 };
const DEMONSTRATION = { ROOMSHOT_DEMO: '1', ROOMSHOT_ADMIN_PASSWORD: PASSWORD };

/** A database server of this test alone, and a place whose database is there. */
const test = processTest
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
  .extend('postgres', async ({}, { onCleanup }) => {
    const postgres = await startOwnPostgres();
    onCleanup(() => postgres[Symbol.dispose]());
    return postgres;
  })
  .extend('own', ({ folder, postgres }) => ({ dataFolder: `${folder}/data`, databaseUrl: postgres.url }));

const readinessOf = async ({ address }: ServerProcess) => (await fetch(`${address}/readyz`)).status;

describe.runIf(inject('serverUrl') && hasOwnPostgres)('a database server', () => {
  test('that is a standby is refused at the start in one line', SLOW, async ({ postgres, own }) => {
    const refusal = async () => {
      await using server = runCommand(['serve'], own, DEMONSTRATION);
      expect(await server.ended).toEqual({ code: 1, signal: null });
      const lines = server.output().trim().split('\n');
      expect(lines).toEqual([expect.stringMatching(/read-only.*standby.*DATABASE_URL/)]);
    };
    postgres.becomeStandby();
    await refusal();
    postgres.promote();
    await using first = await startServerProcess(own, DEMONSTRATION);
    await first.end('SIGTERM');
    postgres.becomeStandby();
    await refusal();
    postgres.promote();
    await using second = await startServerProcess(own, DEMONSTRATION);
    expect(await readinessOf(second)).toBe(200);
    await expectWhole(own);
  });

  test('that is frozen gets every request an answer, and is used again', SLOW, async ({ postgres, own }) => {
    await using server = await startServerProcess(own, DEMONSTRATION);
    const broker = await clientAs(server.address, 'broker');
    const { path } = await openRoom(broker);
    postgres.freeze();
    const answers = await Promise.all([
      ...Array.from({ length: 8 }, () => broker.get('/rooms')),
      ...Array.from({ length: 8 }, (_, n) => broker.post(`${path}/messages`, { text: `Frozen ${n}` })),
    ]);
    for (const { status, headers } of answers)
      expect([status, Number(headers.get('retry-after'))]).toEqual([503, expect.any(Number)]);
    expect(await readinessOf(server)).toBe(503);
    expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
    postgres.thaw();
    await expect.poll(() => readinessOf(server), MAX_WAIT).toBe(200);
    expect(await messagesIn(broker, path)).toEqual([]);
    expect((await broker.post(`${path}/messages`, { text: 'Thawed' })).status).toBe(201);
    await server.end('SIGTERM');
    await expectWhole(own);
  });

  test('of which one process is frozen with a lock refuses changes, and reads on', SLOW, async ({ own }) => {
    await using server = await startServerProcess(own, DEMONSTRATION);
    const broker = await clientAs(server.address, 'broker');
    const { path } = await openRoom(broker);
    const client = new pg.Client({ connectionString: own.databaseUrl });
    await client.connect();
    await client.query('begin');
    await client.query('update audit_head set seq = seq');
    const [{ pid }] = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows as [
      { pid: number },
    ];
    process.kill(pid, 'SIGSTOP');
    const refused = await broker.post(`${path}/messages`, { text: 'Refused' });
    expect([refused.status, refused.body.code]).toEqual([503, 'database_busy']);
    expect((await broker.get(path)).status).toBe(200);
    process.kill(pid, 'SIGCONT');
    await client.query('rollback');
    await client.end();
    expect((await broker.post(`${path}/messages`, { text: 'Accepted' })).status).toBe(201);
    expect(await messagesIn(broker, path)).toEqual(['Accepted']);
    await server.end('SIGTERM');
    await expectWhole(own);
  });
});
