import { randomUUID } from 'node:crypto';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, inject } from 'vitest';
import { clientAs, runCommand } from '../support/process.ts';
import { test } from '../support/process-test.ts';
import { startTestServer } from '../support/server.ts';

const isEmbedded = inject('serverUrl') === '';

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

/** For tests that start processes. */
const SLOW = { timeout: 240_000 };

test('a killed backup leaves no rows', SLOW, async ({ ownPlace, startServer }) => {
  const before = await filesIn(ownPlace.dataFolder);
  const server = await startServer();
  const admin = await clientAs(server.address, 'admin');
  const answer = await admin.open('/admin/backup', { method: 'POST' });
  await answer.body?.getReader().read();
  await server.end('SIGKILL');
  const left = (await filesIn(ownPlace.dataFolder)).filter((path) => !before.includes(path));
  expect(left.filter((path) => /spool|tables/.test(path))).toEqual([]);
  expect((await readdir(ownPlace.dataFolder)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('the next backup removes what a killed one has left', SLOW, async ({ ownPlace, folder }) => {
  const anHourAgo = new Date(Date.now() - 3_700_000);
  const killed = ['monday.backup', 'tuesday.backup'].map((name) => `${name}.${randomUUID()}.unfinished`);
  const others = [`monday.backup.${randomUUID()}.unfinished`, 'monday.backup', 'letter.unfinished'];
  for (const name of [...killed, ...others]) await writeFile(join(folder, name), 'bytes');
  for (const name of [...killed, ...others.slice(1)]) await utimes(join(folder, name), anHourAgo, anHourAgo);
  await using command = runCommand(['backup', join(folder, 'tuesday.backup')], ownPlace);
  expect(await command.ended).toEqual({ code: 0, signal: null });
  for (const name of killed) expect(command.output()).toContain(`Removed ${join(folder, name)}`);
  expect((await readdir(folder)).sort()).toEqual([...others, 'tuesday.backup'].sort());
});

test.runIf(isEmbedded)(
  'a start removes the temporary files of killed processes, whatever their age',
  async ({ ownPlace }) => {
    const { dataFolder } = ownPlace;
    const remains = [
      '.backup-spool-died/rooms',
      `.${randomUUID()}.new`,
      `signing/.${randomUUID()}.new`,
      `signing/certificates/.${randomUUID()}.new`,
      `blobs/.${randomUUID()}.new`,
      `blobs/v1/incoming/${randomUUID()}`,
      'postgres.new/base/1',
      'postgres/base/pgsql_tmp/pgsql_tmp1.0',
    ].map((name) => join(dataFolder, name));
    const own = [join(dataFolder, '.notes'), join(dataFolder, 'signing/.notes.new')];
    for (const path of [...remains, ...own]) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, 'remains');
    }
    await using server = await startTestServer({ place: ownPlace });
    expect(server.config.dataFolder).toBe(dataFolder);
    const files = await filesIn(dataFolder);
    expect(files.filter((path) => remains.includes(path))).toEqual([]);
    expect(files.filter((path) => own.includes(path)).sort()).toEqual(own.sort());
  },
);
