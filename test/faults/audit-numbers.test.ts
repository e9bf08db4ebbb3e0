import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { type AuditHead, contentHash } from '../../src/platform/audit/audit-chain.ts';
import { readAudit, readAuditHead } from '../../src/platform/audit/audit-log.ts';
import { verifyAudit } from '../../src/platform/audit/audit-verification.ts';
import type { Database, Queryable, Transaction } from '../../src/platform/db/database.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { newId } from '../../src/platform/kernel/ids.ts';
import { takeCheckpoint } from '../../src/records/seal/audit-checkpoint.ts';
import { loadSigningKey } from '../../src/records/signing/signing-key.ts';
import { findRecordedFile } from '../../src/records/verification/recorded-file-store.ts';
import { test } from '../support/server-test.ts';

/** Runs something with a database whose guards an intruder has removed. All of it is undone. */
async function withoutGuards<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const done = Promise.withResolvers<T>();
  await database
    .transaction(async (tx) => {
      await sql`alter table audit_entries disable trigger all`.execute(tx);
      await sql`alter table audit_entries drop constraint if exists audit_entries_number`.execute(tx);
      await sql`alter table audit_entries drop constraint audit_entries_pkey`.execute(tx);
      done.resolve(await work(tx));
      throw new Error('undo');
    })
    .catch((error: Error) => {
      if (error.message !== 'undo') done.reject(error);
    });
  return done.promise;
}

const SNAPSHOT = newId();
const FILE = 'f'.repeat(64);

/** Inserts a row that records a file for a snapshot. Its hash is the right one after some other entry. */
async function insertRecord(db: Queryable, seq: number, before: string): Promise<AuditHead> {
  const detail = { snapshot_id: SNAPSHOT, file_sha256: FILE };
  const entry = { at: new Date(), actor: 'system', action: 'snapshot_generated', roomId: null, detail };
  const hash = sha256(before + contentHash(entry));
  await sql`insert into audit_entries (seq, at, actor, action, room_id, detail, hash)
    values (${seq}::int, ${entry.at}::timestamptz, ${entry.actor}::text, ${entry.action}::text, null,
      ${JSON.stringify(detail)}::jsonb, ${hash}::text)`.execute(db);
  return { seq, hash };
}

/** Numbers that are not the next one, by the head of the log. */
const OUTSIDE: [string, (head: number) => number][] = [
  ['0', () => 0],
  ['-1', () => -1],
  ['the lowest number', () => -2_147_483_648],
  ['a number beyond the next', (head) => head + 2],
  ['the highest number', () => 2_147_483_647],
  ['the next number, which the head does not have', (head) => head + 1],
  ['the number of the head', (head) => head],
  ['the number of an early entry', () => 2],
];

describe('a row that records a file that was never made', () => {
  test.for(OUTSIDE)('is refused by the database with %s', async ([_, numberOf], { database }) => {
    const head = await readAuditHead(database.query);
    await expect(insertRecord(database.query, numberOf(head.seq), head.hash)).rejects.toThrow(
      /only at the head of the log|audit_entries_/,
    );
    expect(await verifyAudit(database.query)).toEqual({ intact: true, head });
  });

  test.for(OUTSIDE)('is believed by nothing with %s, and named', async ([_, numberOf], { database }) => {
    await withoutGuards(database, async (tx) => {
      const head = await readAuditHead(tx);
      const { seq } = await insertRecord(tx, numberOf(head.seq), head.hash);
      expect(await findRecordedFile(tx, SNAPSHOT)).toBeUndefined();
      expect((await readAudit(tx, { after: -10 })).every((entry) => entry.seq >= 1)).toBe(true);
      const report = await verifyAudit(tx);
      expect(report).toMatchObject({ intact: false, brokenAt: Math.min(seq, head.seq + 1) });
    });
  });

  test('is not believed in place of another entry, even with a hash that fits', async ({ database }) => {
    await withoutGuards(database, async (tx) => {
      const [before, replaced] = await readAudit(tx, { after: 4, limit: 2 });
      await sql`delete from audit_entries where seq = ${replaced?.seq ?? 0}::int`.execute(tx);
      const { seq } = await insertRecord(tx, replaced?.seq ?? 0, before?.hash ?? '');
      expect(await findRecordedFile(tx, SNAPSHOT)).toBeUndefined();
      expect(await verifyAudit(tx)).toMatchObject({ intact: false, brokenAt: seq + 1 });
    });
  });

  test('is not believed as the last entry without the head', async ({ database }) => {
    await withoutGuards(database, async (tx) => {
      const head = await readAuditHead(tx);
      const [before] = await readAudit(tx, { after: head.seq - 2, limit: 1 });
      await sql`delete from audit_entries where seq = ${head.seq}::int`.execute(tx);
      await insertRecord(tx, head.seq, before?.hash ?? '');
      expect(await findRecordedFile(tx, SNAPSHOT)).toBeUndefined();
    });
  });

  test('is believed when the log was continued with it, as the server does it', async ({ database }) => {
    await withoutGuards(database, async (tx) => {
      const head = await readAuditHead(tx);
      const { seq, hash } = await insertRecord(tx, head.seq + 1, head.hash);
      await sql`update audit_head set seq = ${seq}::int, hash = ${hash}::text`.execute(tx);
      expect(await findRecordedFile(tx, SNAPSHOT)).toEqual({ fileSha256: FILE, kept: false });
      expect(await verifyAudit(tx)).toMatchObject({ intact: true });
    });
  });
});

describe('verification of the audit log', () => {
  test.for([
    [
      'a second row at the end of a page of rows',
      sql`insert into audit_entries select * from audit_entries order by seq limit 1`,
      1,
    ],
    [
      'a time that was moved by less than the hash contains',
      sql`update audit_entries set at = at + interval '1 microsecond' where seq = 3`,
      3,
    ],
    ['an infinite time', sql`update audit_entries set at = 'infinity' where seq = 3`, 3],
    ['a detail that is no object', sql`update audit_entries set detail = '[]' where seq = 3`, 3],
  ] as const)('names %s', async ([_, tamper, brokenAt], { database }) => {
    await withoutGuards(database, async (tx) => {
      await tamper.execute(tx);
      expect(await verifyAudit(tx)).toMatchObject({ intact: false });
      expect((await verifyAudit(tx)) as object).toHaveProperty('brokenAt', brokenAt);
    });
  });
});

describe('a head that is not the end of the chain', () => {
  test.for([
    ['with another hash', sql`update audit_head set hash = repeat('a', 64)`],
    ['with a number beyond the last entry', sql`update audit_head set seq = seq + 1`],
    ['with the number of an earlier entry', sql`update audit_head set seq = seq - 1`],
    ['of a log that is cut off', sql`delete from audit_entries where seq = (select seq from audit_head)`],
  ] as const)('is not signed: %s', async ([_, tamper], { server, database }) => {
    const key = await loadSigningKey({ folder: join(server.config.dataFolder, 'signing') });
    await withoutGuards(database, async (tx) => {
      await tamper.execute(tx);
      await expect(takeCheckpoint(tx, key, new Date())).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'audit_log_broken',
      });
    });
    await expect(takeCheckpoint(database.query, key, new Date())).resolves.toBeDefined();
  });
});
