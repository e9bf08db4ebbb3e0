import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { MetricsRecorder } from '../../src/platform/metrics/metrics-recorder.ts';
import { forgetMetrics, readQueue } from '../../src/platform/metrics/metrics-store.ts';
import { measureStoredBytes } from '../../src/platform/metrics/stored-bytes-store.ts';
import { reopenTask } from '../../src/records/snapshots/task-store.ts';
import { captureLog } from '../support/captured-log.ts';
import type { Client } from '../support/client.ts';
import { copyDemonstration, type TestData } from '../support/data-folder.ts';
import { exactStatistics } from '../support/exact-statistics.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';

const { log, of } = captureLog();
const ONE_PERCENT = 0.01;

let data: TestData;
let server: TestServer;
let admin: Client;
let broker: Client;

/** Every request that this test makes, as `METHOD /path`, and its status. */
const made: { endpoint: string; status: number }[] = [];
/** What it asked to be made, and what became of it. */
const cached: string[] = [];
const rendered: string[] = [];
let failed = 0;

const withoutNames = (endpoint: string): string =>
  endpoint.replace(/\?.*/, '').replace(/snapshot-[0-9a-f-]{36}|[0-9a-f-]{36}|:\w+/g, ':');

const tally = (keys: string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(keys, (key) => key)].map(([key, same]) => [key, same.length] as const));

async function start(): Promise<void> {
  server = await startTestServer({ place: data.place, log });
  admin = await server.as('admin');
  broker = await server.as('broker');
}

async function snapshot(room: string, type: string): Promise<void> {
  const { task } = await takeSnapshot(broker, room, { snapshot_type: type });
  if (task.status === 'failed') failed++;
  else (task.result.was_cached ? cached : rendered).push(type);
}

beforeAll(async () => {
  data = await copyDemonstration();
  const plain = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const answer = await plain(input, init);
    const { pathname } = new URL(String(input));
    made.push({
      endpoint: withoutNames(`${init?.method ?? 'GET'} ${pathname}`),
      status: answer.status,
    });
    return answer;
  });
  await start();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await server[Symbol.asyncDispose]();
  await data[Symbol.asyncDispose]();
});

async function mixedLoad(): Promise<void> {
  const rooms = [await roomIdOf(broker, 'Aegean Pearl'), await roomIdOf(broker, 'Chrysi Avgerini')];
  for (const room of rooms) {
    await broker.post(`/rooms/${room}/messages`, { text: 'Fenders rigged' });
    for (const type of ['pdf', 'json', 'csv', 'pdf', 'json']) await snapshot(room, type);
  }
  const viewer = await server.as('viewer');
  const [room = ''] = rooms;
  expect((await viewer.post(`/rooms/${room}/snapshots`)).status).toBe(403);
  expect((await viewer.get('/snapshots/metrics/summary')).status).toBe(403);
  expect((await server.anonymous.get('/rooms')).status).toBe(401);
  expect((await broker.get('/nothing/here')).status).toBe(404);
  expect((await broker.post(`/rooms/${room}/messages`, { surprise: true })).status).toBe(422);
  for (let index = 0; index < 60; index++) await broker.get(`/rooms/${room}`);
}

/** A frozen state that is damaged in the database cannot be rendered. */
async function failOnce(): Promise<void> {
  const room = await roomIdOf(broker, 'Aegean Pearl');
  await broker.post(`/rooms/${room}/messages`, { text: 'Hoses connected' });
  await snapshot(room, 'json');
  const { query } = server.roomshot.database;
  const { state_hash } = await query
    .selectFrom('snapshots')
    .select('state_hash')
    .where('room_id', '=', room)
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow();
  await query.updateTable('room_states').set({ content: '{}' }).where('hash', '=', state_hash).execute();
  await snapshot(room, 'csv');
  await broker.post(`/rooms/${room}/messages`, { text: 'Hoses disconnected' });
}

/** Compares every number of the summary with what this test counted. */
async function checkSummary(): Promise<void> {
  const before = made.slice();
  const { status, body } = await admin.get('/snapshots/metrics/summary?hours=24');
  expect(status).toBe(200);

  const api = body.api_performance;
  const found = Object.entries<{ statuses: Record<string, number> }>(api.endpoints).flatMap(
    ([endpoint, { statuses }]) =>
      Object.entries(statuses).map(([code, count]) => [`${code} ${withoutNames(endpoint)}`, count] as const),
  );
  const counted = tally(
    before.map(({ endpoint, status: code }) =>
      endpoint.endsWith('/nothing/here') ? `${code} GET (none)` : `${code} ${endpoint}`,
    ),
  );
  expect(Object.fromEntries(found)).toEqual(counted);
  expect(api.total_requests).toBe(before.length);
  expect(api.statuses).toEqual(tally(before.map((request) => String(request.status))));
  expect(body.summary).toMatchObject({
    total_requests: before.length,
    total_metrics: before.length + cached.length + rendered.length + failed,
    total_pdfs: [...cached, ...rendered].filter((type) => type === 'pdf').length,
  });

  const requests = of('request answered').slice(0, before.length);
  expectClose(api.statistics, requests.map(durationOf));
  for (const [name, rows] of Map.groupBy(requests, ({ method, route }) => `${method} ${route}`)) {
    expectClose(api.endpoints[name], rows.map(durationOf));
  }

  const generation = body.pdf_generation;
  const all = cached.length + rendered.length;
  expect(generation).toMatchObject({
    total_generations: all,
    cached_count: cached.length,
    generated_count: rendered.length,
    cache_hit_rate_percent: Math.round((cached.length / all) * 10_000) / 100,
    failed_count: failed,
    failures: failed ? { state_corrupted: failed } : {},
  });
  const completed = of('completed');
  expectClose(generation.statistics, completed.map(durationOf));
  for (const [source, rows] of Map.groupBy(completed, (line) => line.source)) {
    expectClose(generation.by_source[source], rows.map(durationOf));
  }
  for (const type of ['pdf', 'json', 'csv']) {
    expect(generation.by_type[type]).toMatchObject({
      cached_count: cached.filter((one) => one === type).length,
      generated_count: rendered.filter((one) => one === type).length,
    });
  }

  const hits = tally(of('cache hit').map(({ tier }) => tier));
  const misses = of('cache miss').length;
  expect(Object.values(hits).reduce((sum, count) => sum + count, 0)).toBe(cached.length);
  expect(misses).toBe(rendered.length + failed);
  expect(body.cache).toMatchObject({
    memory_hits: hits.memory ?? 0,
    disk_hits: hits.disk ?? 0,
    cache_misses: misses,
    total_requests: cached.length + misses,
    hit_rate_percent: Math.round((cached.length / (cached.length + misses)) * 10_000) / 100,
  });
  const { editions } = server.roomshot.records;
  const { memoryEntries, memoryBytes, memoryLimitBytes } = editions.statistics();
  expect(body.cache).toMatchObject({
    memory_entries: memoryEntries,
    memory_used_mb: Math.round(memoryBytes / 1000) / 1000,
    memory_limit_mb: memoryLimitBytes / 1_000_000,
  });
}

const durationOf = (line: Record<string, number>): number => line.duration_ms ?? Number.NaN;

function expectClose(found: Record<string, number>, durations: number[]): void {
  const exact = exactStatistics(durations);
  expect(found.count).toBe(exact.count);
  for (const name of ['min', 'max', 'mean', 'median', 'p95', 'p99'] as const) {
    const difference = Math.abs((found[name] ?? Number.NaN) - exact[name]);
    // Answers are rounded to a microsecond.
    expect(difference, `${name} ${found[name]} of ${exact[name]}`).toBeLessThanOrEqual(
      exact[name] * ONE_PERCENT + 0.0005,
    );
  }
}

/** The time series holds what the summary says, in steps. */
async function checkSeries(): Promise<void> {
  const { body: summary } = await admin.get('/snapshots/metrics/summary?hours=2');
  const { body } = await admin.get('/snapshots/metrics/series?hours=2');
  expect(body.step_seconds).toBe(60);
  expect(body.points).toHaveLength(120);
  const times = body.points.map(({ time }: { time: string }) => Date.parse(time));
  expect(new Set(times.slice(1).map((time: number, index: number) => time - times[index]))).toEqual(
    new Set([60_000]),
  );
  const total = (name: string) =>
    body.points.reduce((sum: number, point: Record<string, number>) => sum + (point[name] ?? 0), 0);
  expect(total('generations_cached')).toBe(summary.pdf_generation.cached_count);
  expect(total('generations_rendered')).toBe(summary.pdf_generation.generated_count);
  expect(total('generations_failed')).toBe(summary.pdf_generation.failed_count);
  expect(total('cache_memory_hits')).toBe(summary.cache.memory_hits);
  expect(total('cache_disk_hits')).toBe(summary.cache.disk_hits);
  expect(total('cache_misses')).toBe(summary.cache.cache_misses);
  // The request for the summary is the one that the series holds besides.
  expect(total('requests')).toBe(summary.api_performance.total_requests + 1);
  const [first] = body.points;
  expect(first).toMatchObject({
    requests: 0,
    request_p50_ms: null,
    generation_p95_ms: null,
    queue_depth: null,
  });
}

test('the summary is true: after a mixed load, after failures, after a restart, and after more', async () => {
  await mixedLoad();
  await checkSummary();
  await failOnce();
  expect(failed).toBe(1);
  await checkSummary();
  await server[Symbol.asyncDispose]();
  await start();
  await checkSummary();
  await snapshot(await roomIdOf(broker, 'Chrysi Avgerini'), 'pdf');
  expect(of('cache hit').at(-1)?.tier).toBe('disk');
  await checkSummary();
  await checkSeries();
});

test('counts what another process on the same database does', async ({ skip }) => {
  if (!data.place.databaseUrl) return skip('the embedded engine serves one process');
  await using other = await startTestServer({ place: data.place });
  const count = async () => {
    const { body } = await admin.get('/snapshots/metrics/summary');
    return body.api_performance.endpoints['GET /healthz']?.count ?? 0;
  };
  // A server that starts asks the other whether it is there.
  const before = await count();
  for (let index = 0; index < 3; index++) await fetch(`${other.server.address}/healthz`);
  await other.roomshot.metrics.flush();
  await fetch(`${server.server.address}/healthz`);
  expect(await count()).toBe(before + 4);
});

test('exports what the series and the summary hold', async () => {
  const csv = await admin.get('/snapshots/metrics/export?format=csv&hours=2');
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(csv.headers.get('content-disposition')).toMatch(
    /^attachment; filename="roomshot-metrics-[\d-]{10}\.csv"$/,
  );
  const [head = '', ...rows] = csv.body.trimEnd().split('\r\n');
  const json = await admin.get('/snapshots/metrics/export?format=json&hours=2');
  const { summary, series } = json.body;
  expect(head.split(',')).toEqual(Object.keys(series.points[0]));
  expect(rows).toHaveLength(120);
  const column = head.split(',').indexOf('generations_rendered');
  const total = rows.reduce((sum: number, row: string) => sum + Number(row.split(',')[column]), 0);
  expect(total).toBe(rendered.length);
  expect(summary.pdf_generation.generated_count).toBe(rendered.length);
  expect((await admin.get('/snapshots/metrics/export?format=xml')).status).toBe(422);
});

test.each(['hours=0', 'hours=721', 'hours=abc'])('refuses %s', async (query) => {
  for (const route of ['summary', 'series']) {
    const { status, body } = await admin.get(`/snapshots/metrics/${route}?${query}`);
    expect(status).toBe(422);
    expect(body.detail[0].loc).toEqual(['query', 'hours']);
  }
});

test('refuses a series that is too fine, and says what would do', async () => {
  const { status, body } = await admin.get('/snapshots/metrics/series?hours=720&step=60');
  expect(status).toBe(422);
  expect(body).toMatchObject({ code: 'too_many_points', detail: expect.stringContaining('1740 seconds') });
  expect((await admin.get('/snapshots/metrics/series?hours=720&step=1740')).status).toBe(200);
  expect((await admin.get('/snapshots/metrics/series?hours=720')).body.points.length).toBeLessThanOrEqual(
    300,
  );
});

test('leaves event streams out: they last as long as somebody listens', async () => {
  const room = await roomIdOf(broker, 'Aegean Pearl');
  const { task } = await takeSnapshot(broker, room, { snapshot_type: 'json' });
  const stream = await broker.open(`/snapshots/tasks/${task.task_id}/events`);
  expect(await stream.text()).toContain('event: progress');
  const route = '/api/v1/snapshots/tasks/:task_id/events';
  await expect.poll(() => of('request answered').some((line) => line.route === route)).toBe(true);
  expect((await broker.get('/snapshots/tasks/nothing/events')).status).toBe(404);
  const { body } = await admin.get('/snapshots/metrics/summary');
  expect(body.api_performance.endpoints[`GET ${route}`].statuses).toEqual({ 404: 1 });
});

test('counts the bytes of each file once, and those of snapshots although the cache was cleared', async () => {
  const { query } = server.roomshot.database;
  await snapshot(await roomIdOf(broker, 'Aegean Pearl'), 'pdf');
  const { blobs } = await measureStoredBytes(query);
  const [edition] = await query.selectFrom('editions').selectAll().execute();
  if (!edition) throw new Error('There is no edition.');
  await query
    .insertInto('editions')
    .values({ ...edition, key: `another key of ${edition.key}` })
    .execute();
  expect((await measureStoredBytes(query)).blobs).toBe(blobs);
  await query.deleteFrom('editions').execute();
  expect(await measureStoredBytes(query)).toMatchObject({ editions: 0, blobs });
});

test('a task that is tried again waits since then, though it was asked for long ago', async () => {
  const { query } = server.roomshot.database;
  const room = await roomIdOf(broker, 'Aegean Pearl');
  const { task } = await takeSnapshot(broker, room, { snapshot_type: 'json' });
  await query.updateTable('tasks').set({ status: 'failed' }).where('id', '=', task.task_id).execute();
  const reopenedAt = new Date(Date.now() + 86_400_000);
  await reopenTask(query, task.task_id, reopenedAt);
  expect((await readQueue(query)).oldest).toEqual(reopenedAt);
  const { body } = await broker.get(`/snapshots/tasks/${task.task_id}`);
  expect(body).toMatchObject({ status: 'pending', created_at: task.created_at });
  await query.updateTable('tasks').set({ status: 'failed' }).where('id', '=', task.task_id).execute();
});

test('forgets what is older than it is to be kept', async () => {
  const { query } = server.roomshot.database;
  const tables = ['metric_requests', 'metric_generations', 'metric_minutes'] as const;
  const rows = async () => {
    const counts = await Promise.all(
      tables.map((table) =>
        query
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow(),
      ),
    );
    return counts.map(({ n }) => Number(n));
  };
  await server.roomshot.metrics.flush();
  const before = await rows();
  expect(before.every((count) => count > 0)).toBe(true);
  expect(await forgetMetrics(query, new Date(Date.now() - 3_600_000))).toBe(0);
  expect(await rows()).toEqual(before);
  await forgetMetrics(query, new Date(Date.now() + 60_000));
  expect(await rows()).toEqual([0, 0, 0]);
});

test('what happens after a clock was set back is booked to its own minutes', async () => {
  const { database } = server.roomshot;
  let now = '';
  const recorder = new MetricsRecorder({
    database,
    clock: () => new Date(now),
    eventLoop: { read: () => ({ p50: 0, p99: 0 }), rotate() {}, stop() {} },
    readCounters: () => ({ memoryHits: 0, diskHits: 0, misses: 0, evictions: 0, renderRestarts: 0 }),
    onError: (error) => expect.unreachable(String(error)),
  });
  for (now of [
    '2026-01-01T12:00:30Z',
    '2026-01-01T18:00:00Z',
    '2026-01-01T12:00:45Z',
    '2026-01-01T12:01:05Z',
  ]) {
    recorder.request({ method: 'GET', route: '/of-a-jump', status: 200, durationMs: 1 });
    await recorder.flush();
  }
  await recorder.close();
  const rows = await database.query
    .selectFrom('metric_requests')
    .select(['minute', 'count'])
    .where('route', '=', '/of-a-jump')
    .execute();
  const booked = Map.groupBy(rows, ({ minute }) => minute.toISOString());
  expect(Object.fromEntries([...booked].map(([minute, all]) => [minute.slice(11, 16), all.length]))).toEqual({
    '12:00': 2,
    '12:01': 1,
    '18:00': 1,
  });
  expect(rows.every(({ count }) => count === 1)).toBe(true);
});
