import { statfsSync } from 'node:fs';
import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject } from 'vitest';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import type { Client } from '../support/client.ts';
import { outcomeOf } from '../support/many-snapshots.ts';
import { clientAs, runCommand, startServerProcess } from '../support/process.ts';
import { test } from '../support/process-test.ts';
import { openRoom } from '../support/rooms.ts';
import { canMountDisks, mountSmallDisk } from '../support/small-disk.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';

const isEmbedded = inject('serverUrl') === '';

describe.runIf(isEmbedded)('the lock of a data folder', () => {
  test('turns a second process away at once, but for what the first can be asked, and does not outlive a killed first one', async ({
    ownPlace,
    startServer,
  }) => {
    const first = await startServer();
    for (const command of [['serve'], ['user', 'list']]) {
      await using second = runCommand(command, ownPlace);
      expect(await second.ended).toEqual({ code: 1, signal: null });
      expect(second.output()).toContain(
        `Another Roomshot process uses the data folder ${ownPlace.dataFolder}. Stop it, or set ROOMSHOT_DATA_DIR to another folder.`,
      );
      expect(second.output()).not.toContain('    at ');
    }
    await using audit = runCommand(['audit', 'verify'], ownPlace);
    expect(await audit.ended).toEqual({ code: 0, signal: null });
    const [, head = ''] =
      /^The audit log is intact: \d+ entries\. Checkpoint (\S+)$/m.exec(audit.output()) ?? [];
    await using signed = runCommand(['audit', 'checkpoint'], ownPlace);
    expect(await signed.ended).toEqual({ code: 0, signal: null });
    expect(JSON.parse(signed.output())).toMatchObject({ audit_head: head, signature: expect.any(String) });
    await using compared = runCommand(['audit', 'verify', '--checkpoint', head], ownPlace);
    expect(await compared.ended).toEqual({ code: 1, signal: null });
    expect(compared.output()).toContain('Stop it to compare its audit log with a checkpoint.');
    expect((await fetch(`${first.address}/readyz`)).status).toBe(200);
    await first.end('SIGKILL');
    const third = await startServer();
    expect((await fetch(`${third.address}/readyz`)).status).toBe(200);
    expect(await third.end('SIGTERM')).toEqual({ code: 0, signal: null });
  });
});

describe.runIf(isEmbedded)('a database that is not whole', () => {
  const DAMAGES: [name: string, damage: (folder: string) => Promise<void>, said: string][] = [
    ['without PG_VERSION', (folder) => rm(join(folder, 'PG_VERSION')), 'PG_VERSION missing'],
    [
      'emptied',
      async (folder) => {
        await rm(folder, { recursive: true });
        await mkdir(folder);
      },
      'PG_VERSION, global/pg_control, base, pg_wal, pg_xact, pg_multixact missing',
    ],
    [
      'with half of pg_control',
      (folder) => truncate(join(folder, 'global/pg_control'), 4096),
      'global/pg_control is incomplete',
    ],
    [
      'with a pg_control of zeros',
      (folder) => writeFile(join(folder, 'global/pg_control'), Buffer.alloc(8192)),
      'cannot open it',
    ],
    [
      'without its log',
      async (folder) => {
        for (const name of await readdir(join(folder, 'pg_wal')))
          await rm(join(folder, 'pg_wal', name), { recursive: true });
      },
      'the write-ahead log in pg_wal is missing',
    ],
    [
      'with a log of zeros',
      async (folder) => {
        for (const name of await readdir(join(folder, 'pg_wal'))) {
          if (/^[0-9A-F]{24}$/.test(name))
            await writeFile(join(folder, 'pg_wal', name), Buffer.alloc(16 * 1024 * 1024));
        }
      },
      'cannot open it',
    ],
  ];

  test.for(DAMAGES)(
    '%s is refused with one line, and nothing is created over it',
    async ([_, damage, said], { ownPlace }) => {
      const folder = join(ownPlace.dataFolder, 'postgres');
      await damage(folder);
      const before = (await readdir(ownPlace.dataFolder, { recursive: true })).sort();
      await using server = runCommand(['serve'], ownPlace);
      expect(await server.ended).toEqual({ code: 1, signal: null });
      const lines = server.output().trim().split('\n');
      expect(lines).toEqual([expect.stringContaining(said)]);
      expect(lines[0]).toContain('restore a backup into another data folder');
      const after = (await readdir(ownPlace.dataFolder, { recursive: true })).sort();
      expect(after.filter((name) => !name.startsWith('lock') && !name.endsWith('postmaster.pid'))).toEqual(
        before.filter((name) => !name.startsWith('lock')),
      );
    },
  );
});

/** More than a small room's changes, less than the server keeps back. */
const ALMOST_FULL = 20_000_000;
const DISK_MEGABYTES = 200;
/** For tests that start processes on a busy machine. */
const SLOW = { timeout: 240_000 };
/** More deletions than fit into the pages that the tables have. */
const MANY = 40;

async function expectRefused(client: Client, room: string): Promise<void> {
  const { body } = await client.get(`/rooms/${room}/documents`);
  const [document] = body.items;
  const answers = await Promise.all([
    client.post(`/rooms/${room}/snapshots`),
    client.post(`/rooms/${room}/messages`, { text: 'Is anybody there?' }),
    client.patch(`/rooms/${room}/documents/${document.id}`, { notes: 'Seen on board' }),
  ]);
  for (const { status, headers, body } of answers) {
    expect([status, body.code, headers.get('retry-after')]).toEqual([507, 'storage_full', '10']);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body.detail).toBe('The disk is full. Nothing was changed. Try again later.');
  }
}

/** What an operator does against a full disk, and what ends something instead of adding it. */
async function expectRoomCanBeMade({ address }: { address: string }, taskId: string): Promise<void> {
  const admin = await clientAs(address, 'admin');
  for (const query of ['?dry_run=true', '']) {
    expect((await admin.post(`/admin/cleanup${query}`)).status).toBe(200);
  }
  expect((await admin.delete('/admin/cache/editions')).status).toBe(200);
  const cancelled = await admin.post(`/snapshots/tasks/${taskId}/cancel`);
  expect([cancelled.status, cancelled.body.code]).toEqual([409, 'task_finished']);
  expect((await admin.post(`/snapshots/tasks/${taskId}/retry`)).status).toBe(507);
  expect((await admin.post('/auth/logout')).status).toBe(200);
}

describe.runIf(isEmbedded && canMountDisks())('a full disk', () => {
  test('refuses what is new, serves what there is, and is forgotten once there is room', SLOW, async () => {
    using disk = mountSmallDisk(DISK_MEGABYTES, inject('templateFolder'));
    await using server = await startServerProcess({ dataFolder: disk.folder, databaseUrl: undefined });
    const broker = await clientAs(server.address, 'broker');
    const room = await roomIdOf(broker, 'Aegean Pearl');
    const kept = await takeSnapshot(broker, room);
    const before = (await broker.get(`/rooms/${room}`)).body.revision;

    disk.fill(ALMOST_FULL);
    await expectRefused(broker, room);
    const file = await broker.download(kept.snapshot.download_url);
    expect([file.status, sha256(file.bytes)]).toEqual([200, kept.snapshot.sha256]);
    await expectRoomCanBeMade(server, kept.task.task_id);
    const admin = await clientAs(server.address, 'admin');
    const removed = await admin.delete(`/rooms/${room}/snapshots/${kept.snapshot.id}`);
    expect(removed.status).toBe(200);

    disk.fill();
    await expectRefused(broker, room);
    expect((await broker.get(`/rooms/${room}`)).body.revision).toBe(before);
    expect((await broker.get(`/rooms/${room}/snapshots`)).body).toEqual([]);

    disk.free();
    const { task, snapshot } = await takeSnapshot(broker, room);
    expect(task.status).toBe('completed');
    expect(sha256((await broker.download(snapshot.download_url)).bytes)).toBe(snapshot.sha256);
    await broker.post(`/rooms/${room}/messages`, { text: 'There is room again' });
    expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  test(
    'without a byte that is free lets people log in, delete snapshots and rooms, and clean up',
    SLOW,
    async () => {
      using disk = mountSmallDisk(DISK_MEGABYTES, inject('templateFolder'));
      await using server = await startServerProcess({ dataFolder: disk.folder, databaseUrl: undefined });
      const broker = await clientAs(server.address, 'broker');
      const { path, id } = await openRoom(broker);
      const asked = await Promise.all(
        Array.from({ length: MANY }, () => broker.post(`${path}/snapshots`, { snapshot_type: 'json' })),
      );
      for (const { body } of asked) await outcomeOf(broker, body);
      disk.fill();
      expect(statfsSync(disk.folder).bavail).toBe(0);
      const admin = await clientAs(server.address, 'admin');
      const deleted = [];
      for (const { body } of asked) deleted.push(await admin.delete(`/rooms/${id}/snapshots/${body.id}`));
      deleted.push(await admin.delete(path), await admin.post('/admin/cleanup'));
      expect(deleted.map(({ status }) => status)).toEqual(deleted.map(() => 200));
      disk.free();
      expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    },
  );

  test(
    'that fills while snapshots are made spoils none: each is completed or says why not',
    SLOW,
    async () => {
      using disk = mountSmallDisk(DISK_MEGABYTES, inject('templateFolder'));
      await using server = await startServerProcess({ dataFolder: disk.folder, databaseUrl: undefined });
      const broker = await clientAs(server.address, 'broker');
      const room = await roomIdOf(broker, 'Aegean Pearl');
      const types = ['pdf', 'json', 'csv', 'pdf', 'json', 'csv'];
      const asked = await Promise.all(
        types.map((type, index) =>
          broker.post(`/rooms/${room}/snapshots`, { snapshot_type: type, include_activity: index < 3 }),
        ),
      );
      disk.fill();
      const all = Promise.all(asked.map(({ body }) => outcomeOf(broker, body)));
      // Which write fails first is up to the engine: one of the attempt, or one of the queue.
      await Promise.race([server.said(/deferred|attempt failed|the job queue reports an error/), all]);
      disk.free();
      for (const { task, snapshot } of await all) {
        if (task.status !== 'failed') continue;
        expect(task.error).toMatch(/disk is full|fault in the server|was interrupted/);
        expect(snapshot).toMatchObject({ status: 'failed', error: task.error });
        await broker.post(`/snapshots/tasks/${task.task_id}/retry`);
      }
      const late = await Promise.all(asked.map(({ body }) => outcomeOf(broker, body)));
      for (const { task, snapshot } of late) {
        expect(task.status).toBe('completed');
        expect(sha256((await broker.download(snapshot.download_url)).bytes)).toBe(snapshot.sha256);
      }
      expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    },
  );
});
