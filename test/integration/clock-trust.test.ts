import { expect } from 'vitest';
import { readAudit, readAuditHead } from '../../src/platform/audit/audit-log.ts';
import { ClockTrust } from '../../src/platform/clock/clock-trust.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/kernel/ids.ts';
import { test as dataTest } from '../support/data-test.ts';
import { startTestServer } from '../support/server.ts';
import { test } from '../support/server-test.ts';
import { PASSWORD } from '../support/settings.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

test('after a leap nothing is removed until an administrator confirms the clock, who is told so', async ({
  ownServer,
  setClockAhead,
  readyRoom,
}) => {
  const admin = await ownServer.as('admin');
  const { snapshot } = await takeSnapshot(admin, readyRoom, { snapshot_type: 'json' });
  const policy = { snapshot_retention_days: 30 };
  expect((await admin.patch(`/rooms/${readyRoom}`, policy)).status).toBe(200);
  expect((await admin.get('/admin/clock')).body).toMatchObject({ trusted: true, doubt: null });
  setClockAhead(2 * YEAR_MS);
  const ahead = await ownServer.anonymous.post('/auth/login', {
    ...{ email: 'admin@roomshot.example', password: PASSWORD },
  });
  expect(ahead.status).toBe(200);
  const { cleanup } = ownServer.roomshot;
  const refused = { kind: 'conflict', code: 'clock_not_confirmed' };
  await expect(cleanup.run({ actor: 'system', dryRun: false })).rejects.toMatchObject(refused);
  setClockAhead(0);
  expect((await admin.post('/admin/cleanup')).body).toMatchObject({ code: 'clock_not_confirmed' });
  expect((await admin.post('/admin/cleanup?dry_run=true')).status).toBe(200);

  const { body: status } = await admin.get('/admin/clock');
  expect(status).toMatchObject({ trusted: false, doubt: { reason: 'leapt' } });
  expect(status.doubt.text).toContain('leapt by 730 days ahead');
  const { body: diagnosis } = await admin.get('/admin/diagnosis');
  expect(diagnosis.findings).toContainEqual(
    expect.objectContaining({ check: 'clock', level: 'error', text: expect.stringContaining('730 days') }),
  );

  expect((await admin.post('/admin/clock/confirmation')).body).toMatchObject({ trusted: true, doubt: null });
  const { query } = ownServer.roomshot.database;
  const [entry] = await readAudit(query, { after: (await readAuditHead(query)).seq - 1 });
  expect(entry).toMatchObject({
    ...{ actor: 'admin@roomshot.example', action: 'clock_confirmed' },
    detail: { reason: 'leapt', ended_sessions: expect.any(Number) },
  });
  expect((await admin.post('/admin/cleanup')).status).toBe(200);
  expect((await admin.get(`/rooms/${readyRoom}/snapshots/${snapshot.id}`)).status).toBe(200);
  const broker = await ownServer.as('broker');
  expect((await broker.post('/admin/clock/confirmation')).status).toBe(403);
});

test('a confirmation ends the sessions that were opened while the clock was ahead', async ({
  ownServer,
  setClockAhead,
}) => {
  const admin = await ownServer.as('admin');
  setClockAhead(2 * YEAR_MS);
  const email = 'viewer@roomshot.example';
  await ownServer.anonymous.post('/auth/login', { email, password: PASSWORD });
  setClockAhead(0);
  await admin.post('/admin/clock/confirmation');
  const left = await ownServer.roomshot.database.query
    .selectFrom('sessions')
    .select('id')
    .where('created_at', '>', new Date(Date.now() + DAY_MS))
    .where('revoked_at', 'is', null)
    .execute();
  expect(left).toEqual([]);
});

test('a clock that leapt while the server was off is not trusted, and costs a day at most', async ({
  ownPlace,
  readyRoom,
}) => {
  let aheadMs = 0;
  const options = { place: ownPlace, clock: () => new Date(Date.now() + aheadMs) };
  {
    await using server = await startTestServer(options);
    const admin = await server.as('admin');
    await takeSnapshot(admin, readyRoom, { snapshot_type: 'json' });
    const policy = { snapshot_retention_days: 30 };
    expect((await admin.patch(`/rooms/${readyRoom}`, policy)).status).toBe(200);
  }
  aheadMs = 2 * YEAR_MS;
  await using server = await startTestServer(options);
  const { cleanup, clockTrust } = server.roomshot;
  await expect(cleanup.run({ actor: 'system', dryRun: false })).rejects.toMatchObject({
    code: 'clock_not_confirmed',
  });
  const reported = await cleanup.run({ actor: 'system', dryRun: true });
  expect(reported.steps.find(({ name }) => name === 'expired_snapshots')?.items).toBe(0);
  expect((await clockTrust.status()).doubt).toMatchObject({ reason: 'leapt' });
});

/** The trust of a process on a machine of its own. */
function trustOn(database: Database, clock: () => Date, bootId: string | undefined): ClockTrust {
  const log = { warn: () => {}, error: () => {} };
  return new ClockTrust({ database, clock, databaseTime: undefined, bootId, log });
}

dataTest(
  'a start on another machine compares the clock with what the database knows',
  async ({ database }) => {
    const { query } = database;
    let now = new Date();
    const startAt = async (at: Date) => {
      now = at;
      const trust = trustOn(database, () => now, newId());
      await trust.start();
      trust.stop();
      const { doubt } = await trust.status();
      await trust.confirm(query);
      return doubt?.reason;
    };
    const start = Date.now();
    const at = (days: number) => new Date(start + days * DAY_MS);
    await startAt(at(0));
    expect(await startAt(at(3))).toBeUndefined();
    expect(await startAt(at(11))).toBe('long_absence');
    expect(await startAt(at(10.9))).toBe('behind');
    expect(await startAt(at(10.9))).toBeUndefined();
  },
);

dataTest('a clean-up goes at most a day further than the last one', async ({ database }) => {
  const start = Date.now();
  let now = start;
  const after = (hours: number) => new Date(start + hours * 3_600_000);
  const trust = trustOn(database, () => new Date(now), undefined);
  const limitAt = async (hours: number) => {
    now = after(hours).getTime();
    return trust.readLimit();
  };
  await trust.confirm(database.query);
  expect(await limitAt(23)).toEqual(after(23));
  expect(await limitAt(48)).toEqual(after(24));
  await trust.recordCleanup(after(24));
  expect(await limitAt(72)).toEqual(after(48));
  expect(await limitAt(-1)).toEqual(after(-1));
  now = start;
  await trust.confirm(database.query);
});

dataTest('a server whose clock differs from that of the database removes nothing', async ({ database }) => {
  const clock = () => new Date();
  const log = { warn: () => {}, error: () => {} };
  let behindMs = 0;
  const databaseTime = async () => new Date(Date.now() + behindMs);
  const trust = new ClockTrust({ database, clock, databaseTime, bootId: undefined, log });
  await expect(trust.require()).resolves.toBeUndefined();
  behindMs = 2 * YEAR_MS;
  await expect(trust.require()).rejects.toMatchObject({ code: 'clock_not_confirmed' });
  await trust.confirm(database.query);
  // Nobody has corrected it.
  await expect(trust.require()).rejects.toMatchObject({ code: 'clock_not_confirmed' });
  behindMs = 0;
  await trust.confirm(database.query);
  await expect(trust.require()).resolves.toBeUndefined();
});
