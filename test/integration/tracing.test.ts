import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { AppError } from '../../src/platform/kernel/errors.ts';
import { captureLog } from '../support/captured-log.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';
import { type ReceivedSpan, startCollector, type TraceCollector } from '../support/trace-collector.ts';

const SERVER = 2;
const CONSUMER = 5;
const FAILED = 2;
const POST_SNAPSHOT = 'POST /api/v1/rooms/:room_id/snapshots';
const CALLER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

const test = serverTest.extend('collector', async ({ onTestFinished }, { onCleanup }) => {
  onTestFinished(() => void vi.unstubAllEnvs());
  const collector = await startCollector();
  onCleanup(() => collector[Symbol.asyncDispose]());
  return collector;
});

function sendTracesTo(url: string): { tracing: boolean } {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url);
  const { tracing } = readConfig(process.env);
  return { tracing };
}

/** What a server sends in its whole life. */
async function tracesOf(
  collector: TraceCollector,
  use: (server: TestServer) => Promise<void>,
  options: Parameters<typeof startTestServer>[0] = {},
): Promise<ReceivedSpan[]> {
  {
    await using server = await startTestServer({ config: sendTracesTo(collector.url), ...options });
    await use(server);
  }
  return collector.spans;
}

const namesBelow = (spans: ReceivedSpan[], parent: ReceivedSpan | undefined) =>
  spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId).map(({ name }) => name);

test('a snapshot is one trace, from the request of the caller to the file', async ({
  collector,
  readyRoom,
}) => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-tenant=fleet');
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=test');
  let created = { id: '', task_id: '', room_id: '' };
  const title = 'Title that stays here';
  const spans = await tracesOf(collector, async (server) => {
    const broker = await server.as('broker');
    const headers = { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` };
    const asked = await broker.post(
      `/rooms/${readyRoom}/snapshots`,
      { title, snapshot_type: 'csv', include_activity: false },
      headers,
    );
    created = asked.body;
    await broker.get(`/snapshots/tasks/${created.task_id}?wait=60`);
  });
  const trace = spans.filter(({ traceId }) => traceId === CALLER.traceId);
  const request = trace.find(({ name }) => name === POST_SNAPSHOT);
  expect(request).toMatchObject({ kind: SERVER, parentSpanId: CALLER.spanId });
  expect(request?.attributes).toEqual({
    'http.request.method': 'POST',
    'http.route': '/api/v1/rooms/:room_id/snapshots',
    'http.response.status_code': 201,
    'roomshot.request_id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  const task = trace.find(({ name }) => name === 'snapshot.make');
  expect(task).toMatchObject({ kind: CONSUMER, parentSpanId: request?.spanId, status: { code: 0 } });
  expect(task?.attributes).toEqual({
    'roomshot.snapshot_id': created.id,
    'roomshot.task_id': created.task_id,
    'roomshot.room_id': created.room_id,
    'roomshot.request_id': request?.attributes['roomshot.request_id'],
    'roomshot.attempt': 1,
  });
  expect(namesBelow(trace, task)).toEqual(['find edition', 'render', 'seal', 'store', 'complete']);
  expect(request?.resource).toMatchObject({
    'service.name': 'roomshot',
    'deployment.environment.name': 'test',
  });
  expect(collector.header('x-tenant')).toBe('fleet');
  expect(collector.header('content-type')).toBe('application/json');
  expect(collector.header('path')).toBe('/v1/traces');
  expect(JSON.stringify(spans)).not.toMatch(new RegExp(`${title}|Aegean|@|Bearer`));
});

test('a task that failed says so with the code of its cause, and a request that was refused its status', async ({
  collector,
  readyRoom,
}) => {
  const fault = new AppError('invalid', 'bad_table', 'The table of Aegean Pearl cannot be made.');
  let taskId = '';
  const spans = await tracesOf(
    collector,
    async (server) => {
      const broker = await server.as('broker');
      const { created, task } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'csv' });
      expect(task.status).toBe('failed');
      taskId = created.task_id;
      await server.anonymous.get(`/rooms/${readyRoom}`);
      await server.anonymous.post('/no/such/thing');
    },
    {
      renderers: ({ csv }) => ({ csv: { ...csv, render: () => Promise.reject(fault) } }),
    },
  );
  const task = spans.find(({ attributes }) => attributes['roomshot.task_id'] === taskId);
  expect(task).toMatchObject({ status: { code: FAILED }, attributes: { 'error.type': 'bad_table' } });
  expect(task?.status.message).toBeUndefined();
  expect(namesBelow(spans, task)).toEqual(['find edition', 'render']);
  const answers = spans.map(({ name, attributes }) => [name, attributes['http.response.status_code']]);
  expect(answers).toContainEqual(['GET /api/v1/rooms/:room_id', 401]);
  expect(answers).toContainEqual(['POST', 404]);
});

test('a job that an earlier version enqueued begins a trace of its own', async ({ collector, readyRoom }) => {
  const spans = await tracesOf(collector, async ({ roomshot, config, as }) => {
    const broker = await as('broker');
    const { created } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
    const data = { room_id: readyRoom, snapshot_id: created.id };
    await roomshot.database.transaction(async (tx) => {
      await tx.updateTable('tasks').set({ status: 'pending' }).where('id', '=', created.task_id).execute();
      const kind = { name: 'snapshot.make', retries: 2 };
      await roomshot.jobs.queue.enqueue(tx, kind, data, { timeoutSeconds: config.taskTimeoutSeconds });
    });
    await broker.get(`/snapshots/tasks/${created.task_id}?wait=60`);
  });
  const [first, again] = spans.filter(({ name }) => name === 'snapshot.make');
  expect(first?.parentSpanId).toBeDefined();
  expect(again?.attributes['roomshot.attempt']).toBe(2);
  expect(again?.parentSpanId).toBeUndefined();
  expect(again?.traceId).not.toBe(first?.traceId);
});

test('a collector that is away costs no request, and at most one line of the log a minute', async ({
  collector,
}) => {
  const { url } = collector;
  await collector[Symbol.asyncDispose]();
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '200');
  const { log, of } = captureLog();
  {
    await using server = await startTestServer({ config: sendTracesTo(url), log });
    const broker = await server.as('broker');
    // More than one batch, so that more than one is lost.
    for (let request = 0; request < 600; request++) {
      expect((await broker.get('/auth/me')).status).toBe(200);
    }
  }
  expect(of('traces could not be sent')).toHaveLength(1);
});

test('nothing is sent, and nothing of it loaded, unless the environment asks for it', async ({
  collector,
  readyRoom,
}) => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  expect(readConfig({}).tracing).toBe(false);
  expect(readConfig({ ...endpoint, OTEL_SDK_DISABLED: 'TRUE' }).tracing).toBe(false);
  expect(readConfig({ ...endpoint, OTEL_SDK_DISABLED: 'false' }).tracing).toBe(true);
  expect(readConfig({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.url }).tracing).toBe(true);
  expect(() => readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' })).toThrow(
    /OTEL_EXPORTER_OTLP_ENDPOINT must be an address/,
  );
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url);
  {
    await using server = await startTestServer();
    const broker = await server.as('broker');
    await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  }
  expect(collector.requests).toBe(0);
  expect(loadedBy('src/app/app.ts')).not.toContain('@opentelemetry/sdk-trace');
  expect(loadedBy('src/platform/tracing/open-telemetry.ts')).toContain('@opentelemetry/sdk-trace');
});

/** The modules that a process has loaded after importing one. */
function loadedBy(module: string): string {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({ load(url, context, next) { console.log(url); return next(url, context); } });
    await import(process.argv[1]);
    process.exit();`;
  const path = join(import.meta.dirname, '../..', module);
  return execFileSync(process.execPath, ['--input-type=module', '-e', script, path], { encoding: 'utf8' });
}
