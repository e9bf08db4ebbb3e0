import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, inject } from 'vitest';
import { operatorFiles } from '../../src/http/server/operator-access.ts';
import type { Client } from '../support/client.ts';
import type { TestData } from '../support/data-folder.ts';
import { test as dataTest } from '../support/data-test.ts';
import { parseExposition } from '../support/exposition.ts';
import { test as folderTest } from '../support/folder-test.ts';
import { askForMany, expectOneRecordOfEach, outcomeOf } from '../support/many-snapshots.ts';
import {
  childrenOf,
  clientAs,
  runCommand,
  type ServerProcess,
  sessionAs,
  startAnsweringProcess,
  startWorkerProcess,
} from '../support/process.ts';
import { createDatabase, dropDatabase } from '../support/server-databases.ts';
import { PASSWORD } from '../support/settings.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';
import { verifyUpload } from '../support/verification.ts';
import { expectWhole } from '../support/whole-installation.ts';

// A server that only answers, and processes that only work, on one database and one data folder.

const SLOW = { timeout: 180_000 };
const MAX_WAIT = { timeout: 60_000 };

/**
 * - `start`: starts a process on the data of this test, and kills it when the test ends.
 * - `db`: a connection to its database.
 */
const test = dataTest
  .extend('start', ({ ownPlace, onTestFailed }, { onCleanup }) => {
    const started: ServerProcess[] = [];
    onCleanup(async () => {
      for (const one of started) await one[Symbol.asyncDispose]();
    });
    return async (startProcess: typeof startWorkerProcess): Promise<ServerProcess> => {
      const one = await startProcess(ownPlace);
      started.push(one);
      onTestFailed(() => console.error(one.output()));
      return one;
    };
  })
  .extend('db', async ({ ownPlace }, { onCleanup }) => {
    const db = new pg.Client({ connectionString: ownPlace.databaseUrl });
    await db.connect();
    onCleanup(() => db.end());
    return db;
  });

/** `emptyPlace`: an empty database, and a data folder that does not exist. */
const emptyTest = folderTest.extend('emptyPlace', async ({ folder }, { onCleanup }) => {
  const name = `roomshot_test_${randomUUID()}`;
  const databaseUrl = await createDatabase(inject('serverUrl'), name);
  onCleanup(() => dropDatabase(inject('serverUrl'), name));
  return { databaseUrl, dataFolder: `${folder}/data` };
});

const statusOf = ({ address }: ServerProcess, path: string): Promise<number> =>
  fetch(address + path).then(({ status }) => status);

/** How many snapshots a process has made. */
async function madeBy({ address }: ServerProcess): Promise<number> {
  const metrics = parseExposition(await (await fetch(`${address}/metrics`)).text());
  const samples = metrics.get('roomshot_generation_duration_seconds')?.samples ?? [];
  const counts = samples.filter(({ name }) => name.endsWith('_count'));
  return counts.reduce((sum, { value }) => sum + value, 0);
}

/** The statuses that a task has from now on, as the server sends them. */
async function followTask(client: Client, taskId: string): Promise<string[]> {
  const stream = await client.open(`/snapshots/tasks/${taskId}/events`);
  const statuses = [...(await stream.text()).matchAll(/"status":"(\w+)"/g)].map(([, status = '']) => status);
  return statuses.filter((status, index) => status !== statuses[index - 1]);
}

const lastCleanUp = async (db: pg.Client): Promise<string> =>
  (await db.query(`select day::text from daily_jobs where name = 'cleanup.run'`)).rows[0]?.day;

async function expectAuthentic(client: Client, { download_url }: { download_url: string }): Promise<void> {
  const { status, bytes } = await client.download(download_url);
  expect(status).toBe(200);
  expect((await verifyUpload(client, bytes)).body).toMatchObject({ authentic: true });
}

describe.runIf(inject('serverUrl'))('a server without work and a worker', () => {
  test('share the work: the server does none of it, and shows it', SLOW, async ({ start, ownPlace, db }) => {
    const server = await start(startAnsweringProcess);
    const broker = sessionAs(server.address, 'broker');
    const room = await roomIdOf(broker, 'Aegean Pearl');
    // A clean-up is due, and whoever opens a room in the browser lets a render process start ahead.
    const yesterday = await db.query(
      `insert into daily_jobs (name, day) values ('cleanup.run', current_date - 3)
      on conflict (name) do update set day = excluded.day returning day::text`,
    );
    expect((await broker.get(`/rooms/${room}`)).status).toBe(200);
    const { body: asked } = await broker.post(`/rooms/${room}/snapshots`, {});
    expect((await broker.get(`/snapshots/tasks/${asked.task_id}`)).body.status).toBe('pending');
    const seen = followTask(broker, asked.task_id);

    const worker = await start(startWorkerProcess);
    expect(await seen).toEqual(['pending', 'running', 'completed']);
    const { snapshot } = await outcomeOf(broker, asked);
    await expectAuthentic(broker, snapshot);
    expect([await madeBy(worker), await madeBy(server)]).toEqual([1, 0]);
    expect(childrenOf(server.pid)).toEqual([]);
    await expect.poll(() => lastCleanUp(db), MAX_WAIT).not.toBe(yesterday.rows[0].day);
    expect(server.output()).not.toContain('cleaned up');

    for (const path of ['/healthz', '/readyz']) expect(await statusOf(worker, path), path).toBe(200);
    for (const path of ['/api/v1/rooms', '/api/v1/auth/login', '/docs', '/'])
      expect(await statusOf(worker, path), path).toBe(404);
    expect(await worker.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    await expectWhole(ownPlace);
  });

  test('lose no task when the worker is killed', SLOW, async ({ start, ownPlace }) => {
    const server = await start(startAnsweringProcess);
    const broker = sessionAs(server.address, 'broker');
    const first = await start(startWorkerProcess);
    const asked = await askForMany(broker, await roomIdOf(broker, 'Aegean Pearl'), 30);
    await first.said(/"completed"/);
    await first.end('SIGKILL');
    const states = await Promise.all(asked.map(({ task_id }) => broker.get(`/snapshots/tasks/${task_id}`)));
    expect(states.filter(({ body }) => body.status !== 'completed')).not.toEqual([]);

    await start(startWorkerProcess);
    const outcomes = await Promise.all(asked.map((created) => outcomeOf(broker, created)));
    expect(outcomes.map(({ task }) => task.status)).toEqual(asked.map(() => 'completed'));
    for (const { snapshot } of outcomes) await expectAuthentic(broker, snapshot);
    expect(await madeBy(server)).toBe(0);
    await expectOneRecordOfEach(
      ownPlace,
      asked.map(({ id }) => id),
    );
  });

  test('are reached by commands, also after one was killed', SLOW, async ({ start, ownPlace }) => {
    const files = () => operatorFiles(join(ownPlace.dataFolder, 'operator.json'));
    const monitor = async () => {
      await using command = runCommand(['monitor', '--once', '--json'], ownPlace);
      await command.ended;
      return JSON.parse(command.output());
    };
    const [first, second] = [await start(startAnsweringProcess), await start(startAnsweringProcess)];
    const worker = await start(startWorkerProcess);
    // Commands query servers only.
    expect(await files()).toHaveLength(2);
    await first.end('SIGKILL');
    expect(await monitor()).toMatchObject({ state: 'up', address: second.address });
    const third = await start(startAnsweringProcess);
    expect(await files()).toHaveLength(2);
    await second.end('SIGTERM');
    expect(await monitor()).toMatchObject({ state: 'up', address: third.address });
    await using cleanUp = runCommand(['cleanup'], ownPlace);
    expect([(await cleanUp.ended).code, cleanUp.output()]).toEqual([0, expect.stringContaining('Removed')]);
    expect(await statusOf(worker, '/healthz')).toBe(200);
  });

  test('fail the liveness of a worker that takes no work', SLOW, async ({ start, db }) => {
    const server = await start(startAnsweringProcess);
    const worker = await start(startWorkerProcess);
    const broker = sessionAs(server.address, 'broker');
    // The worker finds nothing to take, although jobs wait.
    await db.query(
      `create function find_nothing() returns trigger language plpgsql as 'begin return null; end'`,
    );
    await db.query(`create trigger find_nothing before update on pgboss.job for each row
      when (new.state = 'active') execute function find_nothing()`);
    const room = await roomIdOf(broker, 'Aegean Pearl');
    const { body: asked } = await broker.post(`/rooms/${room}/snapshots`, {});
    await db.query(
      `update pgboss.job set start_after = start_after - interval '1 hour' where state = 'created'`,
    );
    await expect.poll(() => statusOf(worker, '/healthz'), MAX_WAIT).toBe(503);
    expect(await (await fetch(`${worker.address}/healthz`)).json()).toMatchObject({ code: 'work_stalled' });
    expect([await statusOf(worker, '/readyz'), await statusOf(server, '/healthz')]).toEqual([200, 200]);

    await db.query('drop trigger find_nothing on pgboss.job');
    expect((await outcomeOf(broker, asked)).task.status).toBe('completed');
    await expect.poll(() => statusOf(worker, '/healthz'), MAX_WAIT).toBe(200);
  });

  emptyTest('start together on an empty database', SLOW, async ({ emptyPlace: place }) => {
    await using worker = await startWorkerProcess(place);
    expect(await statusOf(worker, '/readyz')).toBe(200);
    // The first start of a server still creates the accounts.
    const first = { ROOMSHOT_DEMO: '1', ROOMSHOT_ADMIN_PASSWORD: PASSWORD };
    await using server = await startAnsweringProcess(place, first);
    expect(server.output()).toContain('New accounts:');
    const broker = await clientAs(server.address, 'broker');
    const { task, snapshot } = await takeSnapshot(broker, await roomIdOf(broker, 'Aegean Pearl'));
    expect(task.status).toBe('completed');
    await expectAuthentic(broker, snapshot);
  });
});

const EMBEDDED = { databaseUrl: undefined };

test.for(['serve --no-work', 'work'])('%s is refused on the embedded database', async (line, { folder }) => {
  const place: TestData['place'] = { ...EMBEDDED, dataFolder: `${folder}/data` };
  await using refused = runCommand(line.split(' '), place);
  expect((await refused.ended).code).toBe(1);
  expect(refused.output()).toBe(
    `roomshot: \`roomshot ${line}\` needs a PostgreSQL server, because only one process can use the embedded database. Set DATABASE_URL, or let \`roomshot serve\` do all.\n`,
  );
});
