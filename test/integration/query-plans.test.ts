import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { listActivities, listTrail } from '../../src/clearance/rooms/activity-store.ts';
import { listRooms } from '../../src/clearance/rooms/room-store.ts';
import { readRoomState } from '../../src/clearance/state/room-state-store.ts';
import { sampleFiles } from '../../src/operations/diagnosis/diagnosis-store.ts';
import { allSeals, sampleSeals } from '../../src/operations/diagnosis/seal-check-store.ts';
import { forgetExpiredSessions } from '../../src/people/accounts/session-store.ts';
import { forgetExpiredCounters } from '../../src/people/login/login-counter-store.ts';
import { readAudit } from '../../src/platform/audit/audit-log.ts';
import { readProvenHead } from '../../src/platform/audit/audit-proof.ts';
import { findUnused } from '../../src/platform/blobs/blob-ledger-store.ts';
import { findNewestEntry } from '../../src/platform/clock/clock-trust-store.ts';
import type { Database, Queryable, Transaction } from '../../src/platform/db/database.ts';
import { forgetOldKeys } from '../../src/platform/idempotency/idempotency-store.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { readGenerations, readRequests } from '../../src/platform/metrics/metrics-history-store.ts';
import { forgetMetrics, readQueue } from '../../src/platform/metrics/metrics-store.ts';
import { measureStoredBytes } from '../../src/platform/metrics/stored-bytes-store.ts';
import { findEdition } from '../../src/records/editions/edition-store.ts';
import { forgetUnusedEditions } from '../../src/records/editions/unused-edition-store.ts';
import { findSeal } from '../../src/records/snapshots/seal-store.ts';
import { removeExpiredSnapshots } from '../../src/records/snapshots/snapshot-retention.ts';
import { countPlaces, findSnapshot, listSnapshots } from '../../src/records/snapshots/snapshot-store.ts';
import {
  findTask,
  forgetFinishedTasks,
  listOpenTasks,
  listTasks,
} from '../../src/records/snapshots/task-store.ts';
import { findRecordedFile } from '../../src/records/verification/recorded-file-store.ts';
import { fillArchive } from '../support/archive/filled-archive.ts';
import { test as dataTest } from '../support/data-test.ts';
import { type PlanNode, readPlans } from '../support/read-plans.ts';

const SNAPSHOTS = 2000;
/** The statistics of the planner say that there are so many times as many rows. */
const GROWTH = 500;

/** The tables of which each room, or each snapshot, has many rows. */
const GROWING = [
  ...['snapshots', 'tasks', 'room_states', 'editions', 'audit_entries', 'activities', 'rooms', 'documents'],
  ...['metric_generations', 'metric_requests', 'idempotency_keys', 'sessions', 'login_counters', 'seals'],
  'blobs',
];

const test = dataTest.extend('archive', { scope: 'file' }, async ({ database }) => {
  await fillArchive(database, { from: 0, to: SNAPSHOTS });
  await growStatistics(database.query);
  const { id, room_id } = await database.query
    .selectFrom('snapshots')
    .select(['id', 'room_id'])
    .orderBy('seq')
    .limit(1)
    .executeTakeFirstOrThrow();
  return { database, snapshotId: id, roomId: room_id };
});

const growStatistics = (db: Queryable) =>
  sql`update pg_class set reltuples = reltuples * ${sql.lit(GROWTH)}
    where relname in (${sql.join(GROWING.map((name) => sql.lit(name)))})`.execute(db);

interface Archive {
  database: Database;
  snapshotId: string;
  roomId: string;
}

const AT = new Date();
const LONG_AGO = new Date(AT.getTime() - 100 * 86_400_000);
const ADMIN = { userId: '', email: 'admin@roomshot.example', name: 'Anneke', role: 'admin' } as const;
const BROKER = { ...ADMIN, email: 'broker@roomshot.example', role: 'broker' } as const;
const PAGE = { after: undefined, at: AT, limit: 20 };

const READS: Record<string, (db: Queryable, archive: Archive) => Promise<unknown>> = {
  'the rooms of an administrator': (db) => listRooms(db, ADMIN, PAGE),
  'the state of a room': (db, { roomId }) => readRoomState(db, roomId, AT, { includeCommercial: true }),
  'the activity of a room': (db, { roomId }) => listActivities(db, roomId, { after: undefined, limit: 50 }),
  'the snapshots of a room': (db, { roomId }) => listSnapshots(db, roomId, { limit: 20, offset: 0 }),
  'the last snapshots of a room': (db, { roomId }) => listSnapshots(db, roomId, { limit: 20, offset: 90 }),
  'a snapshot': (db, { roomId, snapshotId }) => findSnapshot(db, roomId, snapshotId),
  'a task': (db, { snapshotId }) => findTask(db, `snapshot-${snapshotId}`),
  'the newest tasks': (db) => listTasks(db, { before: undefined, limit: 20 }),
  'tasks after many others': (db) => listTasks(db, { before: 100, limit: 20 }),
  'tasks of a status that few have': (db) =>
    listTasks(db, { status: 'failed', before: undefined, limit: 20 }),
  'tasks of a status that most have': (db) => listTasks(db, { status: 'completed', before: 1000, limit: 20 }),
  'the tasks of a room': (db, { roomId }) => listTasks(db, { roomId, before: undefined, limit: 20 }),
  'the unfinished tasks': (db) => listOpenTasks(db),
  'the places in the queue': (db) => countPlaces(db, BROKER.email, 1000),
  'the queue': (db) => readQueue(db),
  'the audit entries of a room': (db, { roomId }) => readAudit(db, { roomId, limit: 20 }),
  'the audit entries after one': (db) => readAudit(db, { after: 100, limit: 20 }),
  'the audit log': (db) => listTrail(db, { before: undefined, limit: 20 }),
  'the audit log by an action': (db) => listTrail(db, { before: 1000, limit: 20, action: 'room_created' }),
  'the audit log by words': (db) => listTrail(db, { before: 1000, limit: 20, q: 'Aegean' }),
  'the end of the audit log': (db) => readProvenHead(db),
  'the newest time of the audit log': (db) => findNewestEntry(db),
  'the recorded file of a snapshot': (db, { snapshotId }) => findRecordedFile(db, snapshotId),
  'the edition of a snapshot': (db) => findEdition(db, sha256('')),
  'the snapshots since a moment': (db) => readGenerations(db, new Date(AT.getTime() - 3_600_000)),
  'the requests since a moment': (db) => readRequests(db, new Date(AT.getTime() - 3_600_000)),
  'a sample of the files': (db) => sampleFiles(db, 2),
  'the seal of a snapshot': (db, { snapshotId }) => findSeal(db, snapshotId),
  'a sample of the seals': (db) => sampleSeals(db, 2)[Symbol.asyncIterator]().next(),
  'a page of all seals': (db) => allSeals(db)[Symbol.asyncIterator]().next(),
};

describe('by the statistics of a million snapshots, no read goes through a whole table:', () => {
  test.for(Object.entries(READS))('%s', async ([, read], { archive }) => {
    const nodes = await readPlans(archive.database.query, (db) => read(db, archive));
    expect(wholeTables(nodes)).toEqual([]);
  });
});

/** Returns the nodes that go through a whole table of those that grow. */
function wholeTables(nodes: PlanNode[]): PlanNode[] {
  const growing = nodes.filter((node) => GROWING.includes(node['Relation Name'] ?? ''));
  expect(growing).not.toEqual([]);
  // An index that is read in its order is left as soon as the page is full, unless a filter takes the rows away.
  return growing.filter(
    (node) =>
      node['Node Type'] !== 'ModifyTable' &&
      !node['Index Cond'] &&
      !node['Recheck Cond'] &&
      !node['TID Cond'] &&
      (!/Index/.test(node['Node Type']) || node.Filter),
  );
}

/** The steps of the clean-up, with limits by which few rows are too old. */
const REMOVALS: Record<string, (tx: Transaction, archive: Archive) => Promise<unknown>> = {
  'expired snapshots': async (tx, { roomId }) => {
    const transaction = <T>(work: (inner: Transaction) => Promise<T>) => work(tx);
    await tx.updateTable('rooms').set({ snapshot_retention_days: 30 }).where('id', '=', roomId).execute();
    await tx
      .updateTable('snapshots')
      .set({ created_at: LONG_AGO })
      .where('id', '=', (eb) =>
        eb.selectFrom('snapshots').select('id').where('room_id', '=', roomId).orderBy('seq').limit(1),
      )
      .execute();
    expect(await removeExpiredSnapshots({ transaction }, { at: AT, now: AT })).toBe(1);
  },
  'finished tasks': (tx) => forgetFinishedTasks(tx, LONG_AGO),
  'expired sessions': (tx) => forgetExpiredSessions(tx, LONG_AGO),
  'expired counters of log-ins': (tx) => forgetExpiredCounters(tx, LONG_AGO),
  'stored responses': (tx) => forgetOldKeys(tx, LONG_AGO),
  metrics: (tx) => forgetMetrics(tx, LONG_AGO),
  'unused editions': (tx) => forgetUnusedEditions(tx, { leaveFrom: AT, usedBefore: AT, maxBytes: 0 }),
  'orphaned files': (tx) =>
    findUnused(
      tx,
      Array.from({ length: 100 }, (_, n) => sha256(`${n}`)),
      AT,
    ),
};

describe('by the same statistics, no step of the clean-up goes through a whole table:', () => {
  test.for(Object.entries(REMOVALS))('%s', async ([, remove], { archive }) => {
    const nodes = await undone(archive.database, (tx) =>
      readPlans(tx, (watched) => remove(watched as Transaction, archive)),
    );
    expect(wholeTables(nodes)).toEqual([]);
  });
});

test('the last snapshot of each room is found by the room, also if one room has them all', async ({
  archive,
}) => {
  const { database, roomId } = archive;
  const indexes = await undone(database, async (tx) => {
    await tx.updateTable('snapshots').set({ room_id: roomId }).execute();
    await sql`analyze snapshots`.execute(tx);
    await growStatistics(tx);
    const nodes = await readPlans(tx, (db) => listRooms(db, BROKER, PAGE));
    return nodes.map((node) => node['Index Name']).filter((name) => name?.startsWith('snapshots'));
  });
  expect(indexes).toEqual(['snapshots_room']);
});

test('the stored bytes are the same, measured piece by piece or at once', async ({ archive }) => {
  const { rows } = await sql<{ bytes: number }>`
    with file as (
      select sha256, size from editions
      union select edition_sha256, edition_size from snapshots where edition_sha256 is not null
      union select seal_sha256, seal_size from snapshots where seal_sha256 is not null
      union select file_sha256, file_size from documents where file_sha256 is not null
    )
    select sum(size)::float8 as bytes from file`.execute(archive.database.query);
  const { blobs } = await measureStoredBytes(archive.database.query);
  expect(blobs).toBe(rows[0]?.bytes);
});

/** Runs something in a transaction that is rolled back. */
async function undone<Result>(
  database: Database,
  run: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const results: Result[] = [];
  const rollback = new Error('rolled back');
  await database
    .transaction(async (tx) => {
      results.push(await run(tx));
      throw rollback;
    })
    .catch((error) => {
      if (error !== rollback) throw error;
    });
  return results[0] as Result;
}
