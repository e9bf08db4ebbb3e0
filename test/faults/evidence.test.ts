import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import type { AuditHead } from '../../src/platform/audit/audit-chain.ts';
import { verifyAudit } from '../../src/platform/audit/audit-verification.ts';
import type { Database, Transaction } from '../../src/platform/db/database.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { readCheckpoint, takeCheckpoint } from '../../src/records/seal/audit-checkpoint.ts';
import { verifyFile } from '../../src/records/verification/verify.ts';
import type { Client } from '../support/client.ts';
import { newSigner, sealedFile } from '../support/seal-fixtures.ts';
import type { TestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const test = serverTest.extend(
  'filledDatabase',
  { scope: 'file' },
  async ({ database, broker, readyRoom }) => {
    for (let n = 0; n < 10; n++) await broker.post(`/rooms/${readyRoom}/messages`, { text: `${n}` });
    return database;
  },
);

class Undo extends Error {}

/** What verification says after somebody with the database in their hands did this. All of it is undone. */
async function verifiedAfter(
  database: Database,
  tamper: (tx: Transaction) => Promise<unknown>,
  checkpoint?: AuditHead,
) {
  let report: Awaited<ReturnType<typeof verifyAudit>> | undefined;
  const undone = database.transaction(async (tx) => {
    await sql`alter table audit_entries disable trigger all`.execute(tx);
    await tamper(tx);
    report = await verifyAudit(tx, checkpoint && { checkpoint });
    throw new Undo();
  });
  await expect(undone).rejects.toThrow(Undo);
  return report;
}

const CHANGED = 'This entry is not as it was written.';
const MISSING = 'This entry is missing.';

describe('the audit log', () => {
  test('is intact as it is', async ({ filledDatabase }) => {
    expect(await verifyAudit(filledDatabase.query)).toMatchObject({ intact: true });
  });

  test('is intact while it grows', async ({ filledDatabase, broker, readyRoom }) => {
    const { query } = filledDatabase;
    let reports = 0;
    const grow = async () => {
      for (let index = 0; reports < 20; index++)
        await broker.post(`/rooms/${readyRoom}/messages`, { text: `Meanwhile ${index}` });
    };
    const verify = async () => {
      for (; reports < 20; reports++) expect(await verifyAudit(query)).toMatchObject({ intact: true });
    };
    await Promise.all([grow(), verify().finally(() => (reports = 20))]);
  });

  test.for([
    ['what was done', sql`update audit_entries set action = 'nothing' where seq = 15`],
    ['who did it', sql`update audit_entries set actor = 'owner@roomshot.example' where seq = 15`],
    ['when', sql`update audit_entries set at = at + interval '1 millisecond' where seq = 15`],
    [
      'where',
      sql`update audit_entries set room_id = case when room_id is null then gen_random_uuid() end where seq = 15`,
    ],
    ['a detail', sql`update audit_entries set detail = detail || '{"text": "No"}' where seq = 15`],
    ['its hash', sql`update audit_entries set hash = repeat('0', 64) where seq = 15`],
  ] as const)('names the entry in which somebody changed %s', async ([_, change], { filledDatabase }) => {
    expect(await verifiedAfter(filledDatabase, (tx) => change.execute(tx))).toEqual({
      intact: false,
      brokenAt: 15,
      reason: CHANGED,
    });
  });

  test('names an entry that was deleted, whether or not the others were moved up', async ({
    filledDatabase,
  }) => {
    const remove = sql`delete from audit_entries where seq = 15`;
    expect(await verifiedAfter(filledDatabase, (tx) => remove.execute(tx))).toMatchObject({
      brokenAt: 15,
      reason: MISSING,
    });
    const closed = await verifiedAfter(filledDatabase, async (tx) => {
      await remove.execute(tx);
      await moveEntries(tx, 16, -1);
    });
    expect(closed).toMatchObject({ intact: false, brokenAt: 15, reason: CHANGED });
  });

  test('names an entry that was put in between', async ({ filledDatabase }) => {
    const report = await verifiedAfter(filledDatabase, async (tx) => {
      await moveEntries(tx, 15, 1);
      await sql`insert into audit_entries (seq, at, actor, action, room_id, detail, hash)
        select 15, at, actor, action, room_id, detail, hash from audit_entries where seq = 14`.execute(tx);
    });
    expect(report).toMatchObject({ intact: false, brokenAt: 15, reason: CHANGED });
  });

  test('names the first of two entries that changed places', async ({ filledDatabase }) => {
    const report = await verifiedAfter(filledDatabase, async (tx) => {
      await sql`update audit_entries set seq = seq + 1000000 where seq in (14, 16)`.execute(tx);
      await sql`update audit_entries set seq = 1000030 - seq where seq > 1000000`.execute(tx);
    });
    expect(report).toMatchObject({ intact: false, brokenAt: 14, reason: CHANGED });
  });

  test('misses an end that was cut off, and one that was put on', async ({ filledDatabase }) => {
    const { head } = (await verifyAudit(filledDatabase.query)) as { head: { seq: number } };
    const cut = await verifiedAfter(filledDatabase, (tx) =>
      sql`delete from audit_entries where seq > 9`.execute(tx),
    );
    expect(cut).toMatchObject({ intact: false, brokenAt: 10 });
    const emptied = await verifiedAfter(filledDatabase, (tx) => sql`delete from audit_entries`.execute(tx));
    expect(emptied).toMatchObject({ intact: false, brokenAt: 1 });
    const added = await verifiedAfter(filledDatabase, (tx) =>
      sql`insert into audit_entries (seq, at, actor, action, room_id, detail, hash)
        select seq + 1, at, actor, action, room_id, detail, hash from audit_entries where seq = ${head.seq}`.execute(
        tx,
      ),
    );
    expect(added).toMatchObject({ intact: false, brokenAt: head.seq + 1 });
  });

  test('gives away an end that was cut off and corrected, by a checkpoint kept elsewhere', async ({
    server,
    filledDatabase,
    admin,
  }) => {
    const report = await verifyAudit(filledDatabase.query);
    if (!report.intact) throw new Error('The log is broken.');
    const checkpoint = report.head;
    expect(await verifyAudit(filledDatabase.query, { checkpoint })).toMatchObject({ intact: true });
    const cutOff = async (tx: Transaction) => {
      await sql`delete from audit_entries where seq > 14`.execute(tx);
      await sql`update audit_head set (seq, hash) = (select seq, hash from audit_entries where seq = 14)`.execute(
        tx,
      );
    };
    expect(await verifiedAfter(filledDatabase, cutOff)).toMatchObject({ intact: true });
    expect(await verifiedAfter(filledDatabase, cutOff, checkpoint)).toEqual({
      intact: false,
      brokenAt: 15,
      reason: 'The log ends before the checkpoint.',
    });
    const { body: signed } = await admin.get('/audit/checkpoint');
    const head = readCheckpoint(JSON.stringify(signed), [await ownCertificate(server)]);
    expect(await verifyAudit(filledDatabase.query, { checkpoint: head })).toMatchObject({ intact: true });
    expect(await verifiedAfter(filledDatabase, cutOff, head)).toMatchObject({ intact: false, brokenAt: 15 });
    const other = { seq: 10, hash: '0'.repeat(64) };
    expect(await verifyAudit(filledDatabase.query, { checkpoint: other })).toMatchObject({
      intact: false,
      brokenAt: 10,
    });
  });

  test('believes no checkpoint that was changed, or signed by somebody else', async ({
    server,
    filledDatabase,
    admin,
  }) => {
    const { body } = await admin.get('/audit/checkpoint');
    const trusted = [await ownCertificate(server)];
    const earlier = JSON.stringify({ ...body, audit_head: `1:${'0'.repeat(64)}` });
    expect(() => readCheckpoint(earlier, trusted)).toThrow('was changed after it was signed');
    const { key } = await newSigner();
    const forged = await takeCheckpoint(filledDatabase.query, key, new Date());
    expect(() => readCheckpoint(JSON.stringify(forged), trusted)).toThrow('not signed by the trusted signer');
    for (const text of ['', '{}', 'null', '[]', JSON.stringify({ ...body, signature: 'a.b.c' })]) {
      expect(() => readCheckpoint(text, trusted)).toThrow('not a checkpoint');
    }
  });

  test.for([
    sql`update audit_entries set actor = 'nobody' where seq = 15`,
    sql`delete from audit_entries where seq = 15`,
    sql`truncate audit_entries`,
    sql`delete from audit_entries where false`,
  ])('does not let the server itself change it', async (statement, { filledDatabase }) => {
    await expect(statement.execute(filledDatabase.query)).rejects.toThrow('append-only');
  });
});

/** Gives all entries from one on another place in the log. */
async function moveEntries(tx: Transaction, from: number, by: number): Promise<void> {
  await sql`update audit_entries set seq = seq + 1000000 where seq >= ${from}`.execute(tx);
  await sql`update audit_entries set seq = seq - 1000000 + ${by} where seq > 1000000`.execute(tx);
}

async function takeFile(
  broker: Client,
  readyRoom: string,
  type: string,
): Promise<{ bytes: Buffer; snapshot: { id: string } }> {
  const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: type });
  const { bytes } = await broker.download(snapshot.download_url);
  return { bytes, snapshot };
}

const ownCertificate = (server: TestServer): Promise<string> =>
  readFile(join(server.config.dataFolder, 'signing/signing-certificate.pem'), 'utf8');

describe.each(['pdf', 'json', 'csv'] as const)('a downloaded %s', (type) => {
  const verify = async (server: TestServer, bytes: Uint8Array) =>
    verifyFile(bytes, { trusted: [await ownCertificate(server)] });

  test('shares its edition with another of the unchanged readyRoom, and not its seal', async ({
    server,
    broker,
    readyRoom,
  }) => {
    const [first, second] = [
      await takeFile(broker, readyRoom, type),
      await takeFile(broker, readyRoom, type),
    ];
    const row = await server.roomshot.database.query
      .selectFrom('snapshots')
      .select(['edition_size', 'edition_sha256'])
      .where('id', '=', first.snapshot.id)
      .executeTakeFirstOrThrow();
    const size = row.edition_size ?? 0;
    const editions = [first, second].map(({ bytes }) => bytes.subarray(0, size));
    expect(editions[0]?.equals(editions[1] ?? Buffer.alloc(0))).toBe(true);
    expect(sha256(editions[0] ?? '')).toBe(row.edition_sha256);
    expect(first.bytes.subarray(size).equals(second.bytes.subarray(size))).toBe(false);
    for (const { bytes, snapshot } of [first, second]) {
      expect(await verify(server, bytes)).toMatchObject({
        authentic: true,
        statement: { snapshot_id: snapshot.id },
      });
    }
  });

  test('is not authentic with any byte changed', async ({ server, broker, readyRoom }) => {
    const { bytes } = await takeFile(broker, readyRoom, type);
    const step = Math.floor(bytes.length / 60);
    const places = [0, 1, bytes.length - 2, bytes.length - 1];
    for (let place = step; place < bytes.length; place += step) places.push(place);
    for (const place of places) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect([place, (await verify(server, changed)).authentic]).toEqual([place, false]);
    }
  });

  test('is not authentic with something appended or cut off', async ({ server, broker, readyRoom }) => {
    const { bytes } = await takeFile(broker, readyRoom, type);
    for (const more of ['\n', ' ', '%%EOF\n', '\0'.repeat(100)]) {
      expect((await verify(server, Buffer.concat([bytes, Buffer.from(more)]))).authentic).toBe(false);
    }
    expect((await verify(server, Buffer.concat([bytes, bytes]))).authentic).toBe(false);
    for (const length of [0, 1, bytes.length >> 1, bytes.length - 1]) {
      expect((await verify(server, bytes.subarray(0, length))).authentic).toBe(false);
    }
  });

  test('is not authentic when somebody else sealed it', async ({ server }) => {
    const forged = await sealedFile(await newSigner(), type);
    const { authentic, findings } = await verify(server, forged);
    expect(authentic).toBe(false);
    expect(findings.filter(({ ok }) => !ok).map(({ code }) => code)).toEqual(['signer_trusted']);
  });
});
