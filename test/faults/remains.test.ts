import { randomUUID } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, inject } from 'vitest';
import { clientAs } from '../support/process.ts';
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
