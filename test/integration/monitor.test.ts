import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'vitest';
import { type MonitorReading, readMonitor, type ServerUp } from '../../src/cli/monitor-reading.ts';
import { viewMonitor } from '../../src/cli/monitor-view.ts';
import { openOperatorEndpoint } from '../../src/http/server/operator-access.ts';
import { copyDemonstration } from '../support/data-folder.ts';
import { runCommand } from '../support/process.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const LOOK = { columns: 80, colour: false };

/** A server that has made three snapshots. */
const test = serverTest.extend('made', { scope: 'file', auto: true }, async ({ broker, readyRoom }) => {
  for (const snapshot_type of ['json', 'csv', 'json']) {
    await takeSnapshot(broker, readyRoom, { snapshot_type });
  }
});

async function readUp(server: TestServer): Promise<ServerUp> {
  const reading = await readMonitor(server.config);
  if (reading.state !== 'up') throw new Error(reading.reason);
  return reading;
}

test('reads what the server has done', async ({ server }) => {
  const { address, summary, minutes, recent_failures } = await readUp(server);
  expect(address).toBe(server.server.address);
  expect(summary).toMatchObject({
    period_hours: 1,
    pdf_generation: { total_generations: 3, cached_count: 1 },
    cache: { memory_hits: 1, cache_misses: 2 },
    queue: { depth: 0, running: 0 },
  });
  expect(minutes).toHaveLength(60);
  const made = minutes.map((point) => point.generations_cached + point.generations_rendered);
  expect(made.reduce((sum, count) => sum + count)).toBe(3);
  expect(recent_failures).toEqual([]);
});

test('shows it in 80 columns, and in fewer', async ({ server }) => {
  const reading = await readUp(server);
  const lines = viewMonitor(reading, LOOK);
  const text = lines.join('\n');
  expect(text).toMatch(/^Cache hits {3}33\.3 % .* memory 33 %, disk 0 %, rendered 67 %$/m);
  expect(text).toMatch(/^Queue {8}0 waiting, 0 running$/m);
  expect(text).toMatch(/^ {13}3 in the last hour, 0 failed$/m);
  expect(text).toMatch(/^Renderers {4}\d of 1 processes/m);
  expect(text).toMatch(/^Snapshots +3( +[\d.,]+){4}$/m);
  expect(text).toContain('No snapshot has failed.');
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
  for (const columns of [40, 20, 1]) {
    expect(viewMonitor(reading, { ...LOOK, columns })).toHaveLength(lines.length);
  }
});

test('marks what needs attention, and what failed last, in text as in colour', async ({ server, admin }) => {
  const reading = await readUp(server);
  const { summary } = reading;
  const [failure] = (await admin.get('/snapshots/tasks?limit=1')).body.items;
  const bad: ServerUp = {
    ...reading,
    summary: {
      ...summary,
      queue: { depth: 12, running: 1, oldest_task_age_seconds: 4000 },
      disk: { ...summary.disk, free_mb: 200 },
    },
    recent_failures: [
      { ...failure, room_title: 'Aegean \u001b[2J\u202e', error: `Too large.\n${'x'.repeat(200)}` },
    ],
  };
  const plain = viewMonitor(bad, LOOK);
  expect(plain).toContainEqual('! Queue      12 waiting, 1 running, the oldest for 1 h 6 min');
  expect(plain).toContainEqual(expect.stringMatching(/^! Disk .* free 200\.0 MB$/));
  expect(plain.at(-1)).toContain('json  Aegean [U+001B][2J[U+202E]: Too large. xxx');
  expect(plain.at(-1)).toHaveLength(80);
  const coloured = viewMonitor(bad, { ...LOOK, colour: true });
  expect(coloured).not.toEqual(plain);
  expect(coloured.map(stripVTControlCharacters)).toEqual(plain);
});

test('says when the server is away, and when it is back', async () => {
  await using data = await copyDemonstration();
  const { place } = data;
  const first = await startTestServer({ place });
  const { config } = first;
  await first[Symbol.asyncDispose]();
  const away = await readMonitor(config);
  expect(away).toMatchObject({ state: 'away', reason: expect.stringContaining(config.dataFolder) });
  const changedAt = '2026-11-02T08:00:00.000Z';
  expect(viewMonitor(away, { ...LOOK, changedAt })[2]).toMatch(/^! The server is away since \d\d:00:00\.$/);
  await using once = runCommand(['monitor', '--once'], place);
  expect(await once.ended).toMatchObject({ code: 1 });
  expect(once.output()).toContain('! The server is away.');

  await using second = await startTestServer({ place });
  const [, line] = viewMonitor(await readUp(second), { ...LOOK, changedAt });
  expect(line).toMatch(/^The server is back since \d\d:00:00\.$/);
});

test.for([200, 404])(
  'another program at the address of a server that was killed, %i, is no server',
  async (status, { server, folder }) => {
    const other = createServer((_request, answer) => answer.writeHead(status).end('<h1>Something else</h1>'));
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await openOperatorEndpoint(join(folder, 'operator.json'), {
      address,
      token: 'of the one that was killed',
    });
    expect(await readMonitor({ ...server.config, dataFolder: folder })).toMatchObject({
      state: 'away',
      reason: `The server that was last seen at ${address} cannot be reached.`,
    });
    other.close();
  },
);

test('the command prints one object for each reading, until a signal stops it', async ({ place }) => {
  await using watching = runCommand(['monitor', '--json', '--interval', '0.05'], place);
  await watching.said(/(?:"state":"up"[\s\S]*?\n[\s\S]*?){3}/);
  expect(await watching.end('SIGINT')).toEqual({ code: 0, signal: null });
  const lines = watching.output().trim().split('\n');
  const readings = lines.map((line): MonitorReading => JSON.parse(line));
  expect(readings.filter(({ state }) => state === 'up').length).toBeGreaterThanOrEqual(3);
  expect(readings.find(({ state }) => state === 'up')).toMatchObject({
    summary: { pdf_generation: { total_generations: 3 } },
  });
  expect(new Set(readings.map(({ time }) => time)).size).toBe(readings.length);
});

test('the command looks once, without colour where there is no terminal', async ({ place }) => {
  await using once = runCommand(['monitor', '--once'], place);
  expect(await once.ended).toEqual({ code: 0, signal: null });
  expect(once.output()).toMatch(/^Roomshot at http:/);
  expect(stripVTControlCharacters(once.output())).toBe(once.output());
  await using wrong = runCommand(['monitor', '--interval', '0'], place);
  expect(await wrong.ended).toMatchObject({ code: 1 });
  expect(wrong.output()).toContain('--interval must be a number of seconds');
});
