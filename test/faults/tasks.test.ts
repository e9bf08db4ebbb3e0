import { sql } from 'kysely';
import { beforeEach, describe, expect } from 'vitest';
import { verifyAudit } from '../../src/platform/audit/audit-verification.ts';
import type { Queryable } from '../../src/platform/db/database.ts';
import { AppError } from '../../src/platform/kernel/errors.ts';
import type { EditionRenderer } from '../../src/records/editions/edition-cache.ts';
import { advanceTask, takeTasks } from '../../src/records/snapshots/task-store.ts';
import type { Answer, Client } from '../support/client.ts';
import { outcomeOf, untilRunning } from '../support/many-snapshots.ts';
import type { TestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const NOTHING = async () => {};
/** Snapshots that are made at a time. */
const AT_ONCE = 3;
const sections = { include_documents: false };
const test = serverTest.extend(
  'serverOptions',
  { scope: 'file' },
  {
    config: { renderProcesses: AT_ONCE },
    renderers: ({ json, pdf }, pool) => ({
      json: spoiled(json, () => beforeJson()),
      pdf: spoiled(pdf, async () => beforePdf(pool.stats().pids[0] ?? 0)),
    }),
  },
);
/** Runs before each rendering; each test sets its own. For PDF it receives the render process. */
let beforeJson: () => Promise<void>;
let beforePdf: (pid: number) => Promise<void>;

beforeEach(() => {
  beforeJson = NOTHING;
  beforePdf = NOTHING;
});

const spoiled = (plain: EditionRenderer, spoil: () => Promise<void>): EditionRenderer => ({
  version: plain.version,
  async render(content, options) {
    const [rendered] = await Promise.all([plain.render(content, options), spoil()]);
    return rendered;
  },
});

/** Changes the room, so that the next snapshot has an edition of its own to render. */
let changes = 0;
const changeRoom = (broker: Client, readyRoom: string) =>
  broker.post(`/rooms/${readyRoom}/messages`, { text: `Change ${++changes}` });

async function ask(
  broker: Client,
  readyRoom: string,
  body: object = {},
  headers = {},
): Promise<Answer['body']> {
  const answer = await broker.post(
    `/rooms/${readyRoom}/snapshots`,
    { snapshot_type: 'json', ...body },
    headers,
  );
  expect(answer.status).toBe(201);
  return answer.body;
}

const openJobs = async (db: Queryable): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from pgboss.job`.execute(db);
  return rows[0]?.count ?? 0;
};

async function jobState(server: TestServer, snapshotId: string): Promise<string | undefined> {
  const { rows } = await sql<{ state: string }>`select state from pgboss.job
    where data ->> 'snapshot_id' = ${snapshotId}`.execute(server.roomshot.database.query);
  return rows[0]?.state;
}

async function actionsOn(server: TestServer, readyRoom: string, snapshotId: string): Promise<string[]> {
  const rows = await server.roomshot.database.query
    .selectFrom('audit_entries')
    .select(['action', 'detail'])
    .where('room_id', '=', readyRoom)
    .orderBy('seq')
    .execute();
  return rows
    .filter(({ detail }) => (detail as { snapshot_id?: string }).snapshot_id === snapshotId)
    .map(({ action }) => action);
}

/**
 * Holds up every rendering of JSON until `letGo`, and then has those fail if there is an error to fail with;
 * `begun` resolves when the first one has come so far.
 */
function holdUpJson(error?: Error) {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  beforeJson = async () => {
    begun.resolve();
    await gate.promise;
    if (error) throw error;
  };
  const letGo = () => {
    beforeJson = NOTHING;
    gate.resolve();
  };
  return { begun: begun.promise, letGo };
}

describe('an attempt that was overtaken', () => {
  test('can change nothing any more', async ({ server, broker, readyRoom }) => {
    const { begun, letGo } = holdUpJson();
    await changeRoom(broker, readyRoom);
    const { id, task_id } = await ask(broker, readyRoom);
    await begun;
    const { query } = server.roomshot.database;
    const older = { taskId: task_id, attempt: 1, timeoutSeconds: 300 };
    const [newer] = await takeTasks(query, [task_id], new Date());
    expect(newer?.lease.attempt).toBe(2);
    expect(await advanceTask(query, older, { status: 'completed', stage: 'stored', at: new Date() })).toBe(
      false,
    );
    // The real worker now wakes up and finds that its lease is lost.
    letGo();
    await expect.poll(() => jobState(server, id)).toBe('completed');
    const task = await broker.get(`/snapshots/tasks/${task_id}`);
    expect(task.body).toMatchObject({ status: 'running', stage: 'state', attempt: 2 });
    if (newer) await advanceTask(query, newer.lease, { status: 'failed', error: 'Enough.', at: new Date() });
    expect(await actionsOn(server, readyRoom, id)).toEqual(['snapshot_created']);
  });

  test('and fails then has no further try', async ({ server, broker, readyRoom }) => {
    const { begun, letGo } = holdUpJson(new Error('Too late.'));
    await changeRoom(broker, readyRoom);
    const { id, task_id } = await ask(broker, readyRoom);
    await begun;
    const { query } = server.roomshot.database;
    const [newer] = await takeTasks(query, [task_id], new Date());
    letGo();
    await expect.poll(() => jobState(server, id)).toBe('completed');
    const task = await broker.get(`/snapshots/tasks/${task_id}`);
    expect(task.body).toMatchObject({ status: 'running', attempt: 2, error: null });
    if (newer) await advanceTask(query, newer.lease, { status: 'failed', error: 'Enough.', at: new Date() });
  });
});

describe('a request that is rolled back', () => {
  test('leaves neither row nor job', async ({ server, broker, readyRoom }) => {
    const { database, records, clock } = server.roomshot;
    const count = async () => {
      const tables = ['snapshots', 'tasks', 'room_states', 'audit_entries'] as const;
      const rows = tables.map((table) =>
        database.query.selectFrom(table).select(database.query.fn.countAll().as('count')).executeTakeFirst(),
      );
      return (await Promise.all(rows)).map((row) => Number(row?.count));
    };
    await changeRoom(broker, readyRoom);
    const before = await count();
    const actor = {
      userId: 'x',
      email: 'x@example.com',
      name: 'X',
      role: 'admin',
      roomId: readyRoom,
    } as const;
    let jobs = -1;
    const undone = database.transaction(async (tx) => {
      const wanted = { title: null, type: 'json', timeoutSeconds: 60 };
      const all = { documents: true, approvals: true, activity: true };
      const request = { ...wanted, sections: all, includeCommercial: false, compareTo: null };
      await records.snapshots.request(tx, { ...actor, roomRole: 'admin' }, request, clock());
      jobs = await openJobs(tx);
      throw new Error('Undo all of it.');
    });
    await expect(undone).rejects.toThrow('Undo all of it.');
    expect(await count()).toEqual(before);
    expect(await openJobs(database.query)).toBe(jobs - 1);
  });
});

describe('a state that kills its renderer', () => {
  test('fails after its tries and says so, while others are made', async ({ server, broker, readyRoom }) => {
    beforePdf = async (pid) => void process.kill(pid, 'SIGKILL');
    await changeRoom(broker, readyRoom);
    const deadly = await ask(broker, readyRoom, { snapshot_type: 'pdf' });
    await untilRunning(broker, deadly);
    const other = await takeSnapshot(broker, readyRoom, { snapshot_type: 'json', ...sections });
    expect(other.task.status).toBe('completed');
    const { task, snapshot } = await outcomeOf(broker, deadly);
    expect(task).toMatchObject({
      status: 'failed',
      attempt: 3,
      error: 'The process that sets records stopped unexpectedly. Try again.',
    });
    expect(snapshot).toMatchObject({ status: 'failed', error: task.error });
    expect(await actionsOn(server, readyRoom, deadly.id)).toEqual(['snapshot_created', 'snapshot_failed']);
    const { status, body } = await broker.get(snapshot.download_url);
    expect([status, body.code]).toEqual([400, 'snapshot_not_ready']);
  });
});

describe('a rendering beyond its time', () => {
  test('is ended and reported, and not those that wait for the same edition', async ({
    server,
    broker,
    readyRoom,
  }) => {
    const begun = Promise.withResolvers<void>();
    beforePdf = async (pid) => {
      beforePdf = NOTHING;
      process.kill(pid, 'SIGSTOP');
      begun.resolve();
    };
    await changeRoom(broker, readyRoom);
    const hurried = await ask(broker, readyRoom, { snapshot_type: 'pdf', timeout_seconds: 1 });
    // Otherwise the patient one may come first, and both would wait for as long as it allows.
    await begun.promise;
    const patient = await ask(broker, readyRoom, { snapshot_type: 'pdf' });
    const { task, snapshot } = await outcomeOf(broker, hurried);
    expect(task).toMatchObject({ status: 'failed', attempt: 1 });
    expect(task.error).toMatch(/longer than 1 seconds?\b/);
    expect(snapshot.status).toBe('failed');
    expect(await actionsOn(server, readyRoom, hurried.id)).toEqual(['snapshot_created', 'snapshot_failed']);
    expect((await outcomeOf(broker, patient)).task).toMatchObject({ status: 'completed', attempt: 1 });
  });
});

describe('an idempotency key', () => {
  test('makes one snapshot, however many requests come at once', async ({ server, broker, readyRoom }) => {
    const headers = { 'idempotency-key': 'one for all' };
    await changeRoom(broker, readyRoom);
    const before = await broker.get(`/rooms/${readyRoom}/snapshots?limit=1`);
    const asked = await Promise.all(
      Array.from({ length: 1000 }, () => ask(broker, readyRoom, { title: 'Only one' }, headers)),
    );
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    const after = await broker.get(`/rooms/${readyRoom}/snapshots?limit=2`);
    expect(after.body.map(({ id }: { id: string }) => id)).toEqual(
      [asked[0].id, before.body[0]?.id].filter(Boolean),
    );
    expect(
      (await actionsOn(server, readyRoom, asked[0].id)).filter((action) => action === 'snapshot_created'),
    ).toHaveLength(1);
    const other = await broker.post(`/rooms/${readyRoom}/snapshots`, { title: 'Another' }, headers);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  });
});

describe('cancelling and trying again', () => {
  test('ends a task that runs, and a retry makes the snapshot after all', async ({
    server,
    broker,
    readyRoom,
  }) => {
    const { begun, letGo } = holdUpJson();
    await changeRoom(broker, readyRoom);
    const asked = await ask(broker, readyRoom);
    await begun;
    const cancelled = await broker.post(`/snapshots/tasks/${asked.task_id}/cancel`);
    expect(cancelled.body).toMatchObject({ status: 'cancelled', error: 'Cancelled by Ingrid Sørensen.' });
    letGo();
    const again = await broker.post(`/snapshots/tasks/${asked.task_id}/cancel`);
    expect([again.status, again.body.code]).toEqual([409, 'task_finished']);
    const retried = await broker.post(`/snapshots/tasks/${asked.task_id}/retry`);
    expect([retried.status, retried.body.status]).toEqual([200, 'pending']);
    const { task, snapshot } = await outcomeOf(broker, asked);
    expect(task).toMatchObject({ status: 'completed', error: null });
    expect(snapshot).toMatchObject({ status: 'completed', state_hash: asked.state_hash });
    const refused = await broker.post(`/snapshots/tasks/${asked.task_id}/retry`);
    expect([refused.status, refused.body.code]).toEqual([409, 'task_not_failed']);
    expect(await actionsOn(server, readyRoom, asked.id)).toEqual([
      'snapshot_created',
      'snapshot_cancelled',
      'snapshot_retried',
      'snapshot_generated',
    ]);
  });

  test('ends a task that still waits; it is never begun', async ({ broker, readyRoom }) => {
    const { begun, letGo } = holdUpJson();
    const busy = [];
    for (let index = 0; index < AT_ONCE; index++) {
      await changeRoom(broker, readyRoom);
      busy.push(await ask(broker, readyRoom));
    }
    await begun;
    const asked = await ask(broker, readyRoom);
    const cancelled = await broker.post(`/snapshots/tasks/${asked.task_id}/cancel`);
    expect(cancelled.body.status).toBe('cancelled');
    letGo();
    for (const created of busy) expect((await outcomeOf(broker, created)).task.status).toBe('completed');
    const task = await broker.get(`/snapshots/tasks/${asked.task_id}`);
    expect(task.body).toMatchObject({ status: 'cancelled', attempt: 0, started_at: null });
  });

  test('tries a failed one again from the state that it froze', async ({ broker, readyRoom }) => {
    beforeJson = async () => {
      throw new AppError('invalid', 'spoiled', 'This cannot be made.');
    };
    await changeRoom(broker, readyRoom);
    const asked = await ask(broker, readyRoom);
    expect((await outcomeOf(broker, asked)).task).toMatchObject({
      status: 'failed',
      error: 'This cannot be made.',
    });
    beforeJson = NOTHING;
    await changeRoom(broker, readyRoom);
    const failed = await broker.get(`/snapshots/tasks/${asked.task_id}`);
    const retried = await broker.post(`/snapshots/tasks/${asked.task_id}/retry`);
    expect(retried.body).toMatchObject({ status: 'pending', started_at: null, completed_at: null });
    const { task, snapshot } = await outcomeOf(broker, asked);
    expect(snapshot).toMatchObject({ status: 'completed', state_hash: asked.state_hash, error: null });
    expect(Date.parse(task.started_at)).toBeGreaterThanOrEqual(Date.parse(failed.body.completed_at));
  });
});

test('after all of that the audit log is whole', async ({ server }) => {
  expect(await verifyAudit(server.roomshot.database.query)).toMatchObject({ intact: true });
});
