import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { describe, expect, inject } from 'vitest';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { canFailDisks, prepareFailingDisk } from '../support/failing-disk.ts';
import { clientAs } from '../support/process.ts';
import { test } from '../support/process-test.ts';

// The embedded engine cannot go on after its log failed, and does not end by itself.

const isEmbedded = inject('serverUrl') === '';

const FAULTS = [
  ['fsync', 'EIO'],
  ['write', 'ENOSPC'],
  ['write', 'EIO'],
  ['write', 'EROFS'],
] as const;

describe.runIf(isEmbedded && canFailDisks())('a write-ahead log that fails once', () => {
  test.for(FAULTS)(
    'in %s with %s ends the server with one clear line, and nothing acknowledged is lost',
    async ([call, error], { ownPlace, startServer, readyRoom }) => {
      await using disk = await prepareFailingDisk({ call, path: '/pg_wal/', error });
      const server = await startServer(ownPlace, disk.environment);
      const broker = await clientAs(server.address, 'broker');
      const path = `/rooms/${readyRoom}`;
      const acknowledged = await broker.post(`${path}/messages`, { text: 'Before the fault' });
      expect(acknowledged.status).toBe(201);

      disk.fail();
      const lost = broker.post(`${path}/messages`, { text: 'During the fault' });
      expect(await lost.then(({ status }) => status >= 500).catch(() => true)).toBe(true);
      expect(await server.ended).toEqual({ code: 74, signal: null });
      const lines = server.output().split('\n');
      expect(lines.filter((line) => line.includes('log of the database'))).toEqual([
        expect.stringContaining(error),
      ]);
      expect(server.output()).not.toContain('    at ');

      const restarted = await startServer();
      const again = await clientAs(restarted.address, 'broker');
      const { body } = await again.get(`${path}/activity`);
      expect(JSON.stringify(body.items)).toContain('Before the fault');
      expect((await again.post(`${path}/messages`, { text: 'After it' })).status).toBe(201);
    },
  );
});

/** A new segment is created, filled with zeros, flushed and renamed. Later it is opened. */
const FAULTS_OF_GROWTH = [
  ['open', '/pg_wal/xlogtemp', 'ENOSPC'],
  ['open', '/pg_wal/xlogtemp', 'EMFILE'],
  ['write', '/pg_wal/xlogtemp', 'ENOSPC'],
  ['fsync', '/pg_wal/xlogtemp', 'EIO'],
  ['rename', '/pg_wal/', 'EIO'],
  ['open', '/pg_wal/', 'EIO'],
] as const;

const GROW_LOG = join(import.meta.dirname, '../support/grow-log.ts');

describe.runIf(isEmbedded && canFailDisks())('a write-ahead log that cannot grow', () => {
  test.for(FAULTS_OF_GROWTH)(
    '(%s %s: %s) ends the process with one clear line, and nothing acknowledged is lost',
    async ([call, path, error], { ownPlace: { dataFolder } }) => {
      await using disk = await prepareFailingDisk({ call, path, error });
      const grower = spawn(process.execPath, ['--no-warnings', GROW_LOG, dataFolder], {
        env: { PATH: process.env.PATH, ...disk.environment },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const output = text(grower.stdout);
      const complaint = text(grower.stderr);
      await once(grower.stdout, 'data');
      disk.fail();
      grower.stdin.end('go\n');
      const [code] = await once(grower, 'close');
      expect(code).toBe(74);
      expect(await complaint).toMatch(new RegExp(`^The log of the database failed \\(${error}[^\n]*\n$`));
      const acknowledged = [...(await output).matchAll(/acknowledged (\d+)/g)].map(([, number]) =>
        Number(number),
      );

      const database = await openDatabase({ dataFolder });
      const { rows } = await sql<{ number: number }>`select number from acknowledged`.execute(database.query);
      await database.close();
      expect(rows.map(({ number }) => number)).toEqual(expect.arrayContaining(acknowledged));
    },
  );
});
