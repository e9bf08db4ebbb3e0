import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { listActivities } from '../../src/clearance/rooms/activity-store.ts';
import { listRooms } from '../../src/clearance/rooms/room-store.ts';
import { readRoomState } from '../../src/clearance/state/room-state-store.ts';
import { readAudit } from '../../src/platform/audit/audit-log.ts';
import type { Database, Queryable, Transaction } from '../../src/platform/db/database.ts';
import { readQueue } from '../../src/platform/metrics/metrics-store.ts';
import { measureStoredBytes } from '../../src/platform/metrics/stored-bytes-store.ts';
import { findSnapshot, listSnapshots } from '../../src/records/snapshots/snapshot-store.ts';
import { findTask, listTasks } from '../../src/records/snapshots/task-store.ts';
import { fillArchive } from '../support/archive/filled-archive.ts';
import { test as dataTest } from '../support/data-test.ts';
import { readPlans } from '../support/read-plans.ts';

const SNAPSHOTS = 2000;
/** The statistics of the planner say that there are so many times as many rows. */
const GROWTH = 500;

/** The tables of which each room, or each snapshot, has many rows. */
const GROWING = ['snapshots', 'tasks', 'room_states', 'editions', 'audit_entries', 'activities', 'rooms'];

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
  'the queue': (db) => readQueue(db),
  'the audit entries of a room': (db, { roomId }) => readAudit(db, { roomId, limit: 20 }),
  'the audit entries after one': (db) => readAudit(db, { after: 100, limit: 20 }),
};

describe('by the statistics of a million snapshots, no read goes through a whole table:', () => {
  test.for(Object.entries(READS))('%s', async ([, read], { archive }) => {
    const nodes = await readPlans(archive.database.query, (db) => read(db, archive));
    const growing = nodes.filter((node) => GROWING.includes(node['Relation Name'] ?? ''));
    expect(growing).not.toEqual([]);
    // An index that is read in its order is left as soon as the page is full, unless a filter takes the rows away.
    const whole = growing.filter(
      (node) =>
        !node['Index Cond'] && !node['Recheck Cond'] && (!/Index/.test(node['Node Type']) || node.Filter),
    );
    expect(whole).toEqual([]);
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
