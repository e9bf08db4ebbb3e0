import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, inject } from 'vitest';
import { appendAudit } from '../../src/platform/audit/audit-log.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { createClient } from '../support/client.ts';
import type { TestData } from '../support/data-folder.ts';
import { clientAs, runCommand } from '../support/process.ts';
import { test } from '../support/process-test.ts';

const PAGE_SIZE = 8192;

const ENTRY = { at: new Date(), actor: 'system', action: 'backup_made', roomId: null, detail: {} } as const;
const ENTRIES = 300;

/** Overwrites the headers of some pages of a table, or of all, as a broken disk does. */
async function damage({ dataFolder }: TestData['place'], table: string, pages?: number): Promise<void> {
  const database = await openDatabase({ dataFolder });
  await database.transaction(async (tx) => {
    for (let n = 0; n < ENTRIES; n++) await appendAudit(tx, ENTRY);
  });
  const { rows } = await sql<{ path: string }>`select pg_relation_filepath(${table}) as path`.execute(
    database.query,
  );
  await sql`checkpoint`.execute(database.query);
  await database.close();
  await using file = await open(join(dataFolder, 'postgres', rows[0]?.path ?? ''), 'r+');
  const { size } = await file.stat();
  for (let page = 0; page < (pages ?? size / PAGE_SIZE); page++) {
    await file.write(Buffer.alloc(64, 0xa5), 0, 64, page * PAGE_SIZE);
  }
}

// The files of a PostgreSQL server belong to the server.
describe.runIf(inject('serverUrl') === '')('a damaged page', () => {
  test('of the audit log is named by verification, and the rest of the log is checked', async ({
    ownPlace,
    startServer,
  }) => {
    await damage(ownPlace, 'audit_entries', 1);
    const server = await startServer();
    const admin = createClient(server.address, inject('sessions').admin.token);
    const { status, body } = await admin.get('/audit/verification');
    expect(status).toBe(200);
    expect(body).toEqual({
      ...{ intact: false, entries: 0, head: null, broken_at: 1 },
      reason: expect.stringMatching(/^The database is damaged: the entries 1 to \d+ cannot be read\.$/),
      ...{ read_after: 0, continues_at: null, all_read_at: null },
    });
    // Entries after the page are read, and new ones are appended.
    expect((await admin.get('/audit/checkpoint')).status).toBe(200);
    await server.end('SIGTERM');
    await using command = runCommand(['audit', 'verify'], ownPlace);
    expect(await command.ended).toEqual({ code: 1, signal: null });
    expect(command.output().trim().split('\n')).toEqual([expect.stringContaining(body.reason)]);
  });

  test('of a table is answered with a code, and stops neither other tables nor the server', async ({
    ownPlace,
    startServer,
    readyRoom,
  }) => {
    await damage(ownPlace, 'documents');
    const server = await startServer();
    const admin = await clientAs(server.address, 'admin');
    const read = await admin.get(`/rooms/${readyRoom}/documents`);
    expect([read.status, read.body.code]).toEqual([503, 'database_damaged']);
    expect(read.body.detail).toContain('restore a backup');
    expect((await admin.get(`/rooms/${readyRoom}/activity`)).status).toBe(200);
  });

  test.for([
    [['user', 'list'], 'users'],
    [['audit', 'checkpoint'], 'audit_head'],
    [['serve'], 'users'],
  ] as const)(
    'ends the command %j with one line, if it needs the table %s',
    async ([args, table], { ownPlace }) => {
      await damage(ownPlace, table);
      await using command = runCommand([...args], ownPlace);
      const { code } = await command.ended;
      expect(code, command.output()).toBe(1);
      expect(command.output().trim().split('\n')).toEqual([expect.stringMatching(/damaged/)]);
    },
  );
});
