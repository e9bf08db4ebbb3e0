import { sql } from 'kysely';
import { expect, vi } from 'vitest';
import { startRehearsal } from '../../src/app/rehearsal.ts';
import { test } from '../support/server-test.ts';

test('the rehearsal does what the first requests do, and leaves nothing behind', async ({ server }) => {
  const { roomshot } = server;
  const { query } = roomshot.database;
  const count = async () => {
    const { rows } = await sql`
      select (select count(*)::int from snapshots) as snapshots, (select count(*)::int from tasks) as tasks,
        (select count(*)::int from audit_entries) as entries, (select count(*)::int from room_states) as states,
        (select count(*)::int from pgboss.job) as jobs, (select seq from audit_head) as seq`.execute(query);
    return rows[0];
  };
  const before = await count();
  const log = { warn: vi.fn() };
  const requested = Promise.withResolvers<void>();
  const stop = startRehearsal({
    ...{ ...roomshot, http: server.server.http, log },
    snapshots: {
      request: async (...args) => {
        const snapshot = await roomshot.records.snapshots.request(...args);
        requested.resolve();
        return snapshot;
      },
    },
  });
  await requested.promise;
  await stop();
  expect(log.warn).not.toHaveBeenCalled();
  expect(await count()).toEqual(before);
});

test('a rehearsal that fails is logged, and the server goes on', async ({ server }) => {
  const { roomshot } = server;
  const failed = Promise.withResolvers<unknown>();
  const stop = startRehearsal({
    ...{ ...roomshot, http: server.server.http },
    log: { warn: (...args: unknown[]) => failed.resolve(args) },
    snapshots: { request: () => Promise.reject(new Error('No place.')) },
  });
  expect(await failed.promise).toEqual([
    { err: new Error('No place.') },
    expect.stringContaining('rehearsal'),
  ]);
  await stop();
  expect((await server.anonymous.get('/about')).status).toBe(200);
});

test('a rehearsal ends after the step under way when the server stops', async ({ server }) => {
  const { roomshot } = server;
  const log = { warn: vi.fn() };
  const request = vi.fn();
  const stop = startRehearsal({ ...roomshot, http: server.server.http, log, snapshots: { request } });
  await stop();
  expect(request).not.toHaveBeenCalled();
  expect(log.warn).not.toHaveBeenCalled();
});
