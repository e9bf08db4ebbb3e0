import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { contentHash } from '../../src/platform/audit/audit-chain.ts';
import { readAudit, readAuditHead } from '../../src/platform/audit/audit-log.ts';
import { createVerifier } from '../../src/platform/audit/continued-verification.ts';
import { verifiedHeadIn } from '../../src/platform/audit/verified-head.ts';
import type { Database, Transaction } from '../../src/platform/db/database.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { test as serverTest } from '../support/server-test.ts';

const test = serverTest
  .extend('filledDatabase', { scope: 'file' }, async ({ database, broker, readyRoom }) => {
    for (let n = 0; n < 10; n++) await broker.post(`/rooms/${readyRoom}/messages`, { text: `${n}` });
    return database;
  })
  .extend('path', async ({ task }, { onCleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), `verified-head-${task.id}-`));
    onCleanup(() => rm(folder, { recursive: true }));
    return join(folder, 'audit-verified');
  });

class Undo extends Error {}

/** Runs something as one with the database in their hands. All of it is undone. */
async function tampering(database: Database, work: (tx: Transaction) => Promise<void>): Promise<void> {
  const undone = database.transaction(async (tx) => {
    await sql`alter table audit_entries disable trigger all`.execute(tx);
    await work(tx);
    throw new Undo();
  });
  await expect(undone).rejects.toThrow(Undo);
}

const HOUR_MS = 3_600_000;
let now = Date.parse('2026-01-01T00:00:00Z');

/** A clock that goes on by an hour each time. */
function clock(): Date {
  now += HOUR_MS;
  return new Date(now);
}

/** A verifier in a transaction. */
const verifierIn = (tx: Transaction, path: string) =>
  createVerifier({
    database: { long: { query: tx, transaction: (work) => work(tx) }, flushed: async () => {} },
    verifiedHead: verifiedHeadIn(path),
    clock,
  });

/** Computes the hashes of all entries anew, as somebody who hides a change of one would. */
async function rewrite(tx: Transaction): Promise<void> {
  let hash = '0'.repeat(64);
  for (const entry of await readAudit(tx, { limit: 100_000 })) {
    hash = sha256(hash + contentHash(entry));
    await tx.updateTable('audit_entries').set({ hash }).where('seq', '=', entry.seq).execute();
  }
  await tx.updateTable('audit_head').set({ hash }).execute();
}

const change = (tx: Transaction, seq: number) =>
  tx.updateTable('audit_entries').set({ actor: 'nobody' }).where('seq', '=', seq).execute();

describe('a verification of the audit log', () => {
  test('goes on where the last one ended, and says so', async ({
    filledDatabase,
    path,
    broker,
    readyRoom,
  }) => {
    const verify = createVerifier({
      database: filledDatabase,
      verifiedHead: verifiedHeadIn(path),
      clock,
    });
    const progress: number[][] = [];
    const onProgress = (...of: number[]) => void progress.push(of);
    const whole = await verify({ all: false, onProgress });
    const { seq } = await readAuditHead(filledDatabase.query);
    expect(whole).toMatchObject({ report: { intact: true, head: { seq } }, after: 0, before: undefined });
    await broker.post(`/rooms/${readyRoom}/messages`, { text: 'later' });
    const next = await verify({ all: false, onProgress });
    expect(next).toMatchObject({ report: { intact: true, head: { seq: seq + 1 } }, after: seq });
    expect(next.before?.at).toEqual(next.before?.allReadAt);
    expect(progress).toEqual([
      [seq, seq],
      [1, 1],
    ]);
    const none = await verify({ all: false });
    expect(none).toMatchObject({ report: { intact: true }, after: seq + 1 });
    expect(none.before?.allReadAt).toEqual(next.before?.allReadAt);
    expect(none.before?.at.getTime()).toBeGreaterThan(next.before?.at.getTime() ?? 0);
    expect(await verify({ all: true })).toMatchObject({
      report: { intact: true },
      after: 0,
      before: undefined,
    });
  });

  test('finds a change before that only if it reads all', async ({ filledDatabase, path }) => {
    await tampering(filledDatabase, async (tx) => {
      const verify = verifierIn(tx, path);
      await verify({ all: false });
      await change(tx, 3);
      expect(await verify({ all: false })).toMatchObject({
        report: { intact: true },
        after: expect.any(Number),
      });
      const report = { intact: false, brokenAt: 3, reason: 'This entry is not as it was written.' };
      expect(await verify({ all: true })).toMatchObject({ report });
      const [checkpoint] = await readAudit(tx, { limit: 1 });
      expect(
        await verify({ all: false, checkpoint: checkpoint as NonNullable<typeof checkpoint> }),
      ).toMatchObject({
        report,
        after: 1,
      });
    });
  });

  test.for([{ all: false }, { all: true }])(
    'finds that the log was rewritten, or cut off, since the last one: %o',
    async ({ all }, { filledDatabase, path }) => {
      await tampering(filledDatabase, async (tx) => {
        const verify = verifierIn(tx, path);
        await verify({ all });
        const { seq } = await readAuditHead(tx);
        await change(tx, 3);
        await rewrite(tx);
        expect((await verify({ all })).report).toEqual({
          ...{ intact: false, brokenAt: seq },
          reason: expect.stringContaining('This is not the log that was verified at 2026-01-'),
        });
        await rm(path);
        expect((await verify({ all })).report).toMatchObject({ intact: true });
        await sql`delete from audit_entries where seq > 14`.execute(tx);
        await sql`update audit_head set (seq, hash) = (select seq, hash from audit_entries where seq = 14)`.execute(
          tx,
        );
        expect((await verify({ all })).report).toMatchObject({ intact: false });
      });
    },
  );

  test('reads all if the file of the last one cannot be understood', async ({ filledDatabase, path }) => {
    await tampering(filledDatabase, async (tx) => {
      const verify = verifierIn(tx, path);
      await verify({ all: false });
      const text = await readFile(path, 'utf8');
      for (const damaged of ['', text.slice(0, 40), text.replaceAll('2026', 'then')]) {
        await writeFile(path, damaged);
        expect(await verify({ all: false })).toMatchObject({
          report: { intact: true },
          after: 0,
          before: undefined,
        });
      }
    });
  });
});
