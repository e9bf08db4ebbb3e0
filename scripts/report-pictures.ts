// Makes the pictures of docs/report anew: pages of the records of the demonstration rooms.

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRoomshot } from '../src/app/app.ts';
import { readConfig } from '../src/app/config.ts';
import { fillEmptyDatabase } from '../src/app/first-start.ts';
import { createLog } from '../src/cli/log.ts';
import { takeSnapshot } from '../src/cli/snapshot-command.ts';

/** A word of each room's title, and its pages that are shown, with their names. */
const PICTURES: [room: string, pages: [page: number, name: string][]][] = [
  [
    'Kalamata',
    [
      [1, 'cleared'],
      [2, 'operation-and-ships'],
      [3, 'cleared-documents'],
    ],
  ],
  [
    'Fujairah',
    [
      [1, 'not-cleared'],
      [4, 'documents'],
    ],
  ],
  [
    'Skaw',
    [
      [1, 'lapsed'],
      [3, 'lapsed-documents'],
    ],
  ],
  [
    'Ceuta',
    [
      [1, 'overridden'],
      [3, 'overridden-documents'],
    ],
  ],
  [
    'Hurd Bank',
    [
      [1, 'subjects'],
      [3, 'subjects-documents'],
    ],
  ],
  [
    'lightering',
    [
      [1, 'campaign'],
      [2, 'contents'],
      [8, 'campaign-documents'],
    ],
  ],
];
/** Dots per inch: readable, and below 150 kB. */
const RESOLUTION = '76';
const TARGET = join(import.meta.dirname, '..', 'docs', 'report');

const folder = await mkdtemp(join(tmpdir(), 'roomshot-pictures-'));
try {
  const config = readConfig({
    ROOMSHOT_DATA_DIR: folder,
    ROOMSHOT_DEMO: '1',
    ROOMSHOT_PUBLIC_URL: 'https://records.example.com',
  });
  for (const [room, pages] of PICTURES) await takePictures(await roomIdOf(room), pages);

  async function roomIdOf(word: string): Promise<string> {
    await using roomshot = await openRoomshot(config, createLog({ level: 'error', format: 'text' }));
    const { database, blobs, accounts, clock } = roomshot;
    await fillEmptyDatabase({ database, blobs, users: accounts.users, at: clock() }, config);
    const rooms = await database.query.selectFrom('rooms').select(['id', 'title']).execute();
    const found = rooms.find(({ title }) => title.includes(word));
    if (!found) throw new Error(`No demonstration room has ${word} in its title.`);
    return found.id;
  }

  async function takePictures(roomId: string, pages: [page: number, name: string][]): Promise<void> {
    const pdf = await takeSnapshot(config, roomId, {
      type: 'pdf',
      title: 'Before run-in',
      out: join(folder, 'record.pdf'),
    });
    for (const [page, name] of pages) {
      const range = ['-f', String(page), '-l', String(page), '-singlefile'];
      execFileSync('pdftoppm', ['-png', '-r', RESOLUTION, ...range, pdf, join(TARGET, name)], {
        stdio: ['ignore', 'inherit', 'ignore'],
      });
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
