import { describe, expect, inject } from 'vitest';
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
