import { expect } from 'vitest';
import { AppError } from '../../src/platform/kernel/errors.ts';
import { captureLog } from '../support/captured-log.ts';
import { test as serverTest } from '../support/server-test.ts';
import { PASSWORD } from '../support/settings.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const { log, lines } = captureLog();
/** What renderings of CSV fail with. */
let fault: AppError | undefined;

const test = serverTest.extend(
  'serverOptions',
  { scope: 'file' },
  {
    log,
    renderers: ({ csv }) => ({
      csv: {
        version: csv.version,
        async render(content, options) {
          if (fault) throw fault;
          return csv.render(content, options);
        },
      },
    }),
  },
);

/** The log lines of a snapshot, in order. */
const storyOf = (id: string) => lines().filter(({ snapshot_id }) => snapshot_id === id);
const messages = (id: string) => storyOf(id).map(({ msg }) => msg);

test('a snapshot that is rendered, and one that is not, have one line for each step', async ({
  broker,
  readyRoom,
}) => {
  await broker.post(`/rooms/${readyRoom}/messages`, { text: 'So that it must be rendered' });
  const first = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  const second = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  // The last line is written after the task has ended.
  await expect
    .poll(() => messages(first.created.id))
    .toEqual(['task created', 'cache miss', 'rendered', 'sealed', 'completed']);
  await expect
    .poll(() => messages(second.created.id))
    .toEqual(['task created', 'cache hit', 'sealed', 'completed']);
  expect(storyOf(second.created.id)[1]).toMatchObject({ tier: 'memory' });
  for (const { id, task_id } of [first.created, second.created]) {
    const [created, ...steps] = storyOf(id);
    expect(created).toMatchObject({ task_id, room_id: readyRoom, type: 'json' });
    expect(created?.request_id).toMatch(/^[0-9a-f-]{36}$/);
    for (const step of steps) {
      expect(step).toMatchObject({ task_id, request_id: created?.request_id, level: 'info' });
      expect(step.duration_ms).toBeGreaterThan(0);
    }
    const total = steps.at(-1)?.duration_ms;
    const parts = steps.slice(0, -1).reduce((sum, { duration_ms }) => sum + duration_ms, 0);
    expect(parts).toBeLessThanOrEqual(total);
  }
});

test('a failure has one line with its cause', async ({ broker, readyRoom, onTestFinished }) => {
  onTestFinished(() => {
    fault = undefined;
  });
  fault = new AppError('invalid', 'bad_table', 'This table cannot be made.', {
    cause: new Error('No such column'),
  });
  const { created } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'csv' });
  await expect.poll(() => messages(created.id)).toEqual(['task created', 'cache miss', 'failed']);
  expect(storyOf(created.id).at(-1)).toMatchObject({
    level: 'error',
    task_id: created.task_id,
    attempt: 1,
    reason: 'bad_table',
    err: {
      message: expect.stringContaining('This table cannot be made.'),
      stack: expect.stringContaining('No such column'),
    },
  });
});

test('a repeated request is not logged as another task', async ({ broker, readyRoom }) => {
  const ask = () =>
    broker.post(`/rooms/${readyRoom}/snapshots`, { snapshot_type: 'json' }, { 'idempotency-key': 'again' });
  const [{ body }] = [await ask(), await ask()];
  await broker.get(`/snapshots/tasks/${body.task_id}?wait=60`);
  expect(messages(body.id).filter((message) => message === 'task created')).toHaveLength(1);
});

test('there is no secret in it', async ({ anonymous, broker, readyRoom }) => {
  await anonymous.post('/auth/login', { email: 'owner@roomshot.example', password: PASSWORD });
  await takeSnapshot(broker, readyRoom, { snapshot_type: 'json' });
  const text = JSON.stringify(lines());
  expect(lines().length).toBeGreaterThan(20);
  expect(text).not.toContain(PASSWORD);
  expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
  expect(text).not.toMatch(/argon2id/);
});

test('every line that belongs to a request has its id', async ({ broker, readyRoom }) => {
  const answer = await broker.get(`/rooms/${readyRoom}`);
  const id = answer.headers.get('x-request-id');
  expect(
    lines().filter(({ request_id, msg }) => request_id === id && msg === 'request answered'),
  ).toHaveLength(1);
});
