import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import type { TestData } from '../support/data-folder.ts';
import { test } from '../support/data-test.ts';
import { runCommand } from '../support/process.ts';

/** What a command printed that had no server to ask, in a process of its own as its users run it. */
async function spawned(place: TestData['place'], ...args: string[]): Promise<string> {
  await using command = runCommand(args, place);
  const { code } = await command.ended;
  expect([code, command.output()]).toEqual([0, expect.any(String)]);
  return command.output();
}

/** The same in this process, without the seconds that another takes to start. */
async function printed(place: TestData['place'], ...args: string[]): Promise<string> {
  const said: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void said.push(`${line}\n`));
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const { dataFolder, databaseUrl } = place;
  const environment = { ROOMSHOT_DATA_DIR: dataFolder, ...(databaseUrl && { DATABASE_URL: databaseUrl }) };
  await createProgram(environment).parseAsync(args, { from: 'user' });
  vi.restoreAllMocks();
  return said.join('');
}

test.for(['metrics', 'doctor --json', 'user list'])(
  '%s ends well if nobody reads its output to the end',
  async (line, { place }) => {
    await using command = runCommand(line.split(' '), place);
    command.stopReading();
    const { code } = await command.ended;
    expect([code, command.output()]).toEqual([0, '']);
  },
);

test('cleanup works without a server', async ({ place }) => {
  expect(await printed(place, 'cleanup', '--dry-run')).toMatch(/^Would remove 0 items/m);
  expect(await spawned(place, 'cleanup')).toMatch(/^Removed 0 items/m);
});

test('cache works without a server', async ({ place, readyRoom: room }) => {
  expect(await printed(place, 'cache', 'warm', room, '--type', 'json', 'csv')).toMatch(
    new RegExp(`^${room} {2}json .* rendered\n${room} {2}csv .* rendered$`, 'm'),
  );
  expect(await spawned(place, 'cache', 'stats')).toMatch(/^disk {4}2 editions/m);
  const [key = ''] = (await printed(place, 'cache', 'list', '--by', 'size', '--limit', '1')).split(' ');
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(await printed(place, 'cache', 'invalidate', key)).toMatch(/^Invalidated 1 editions/);
  expect(await printed(place, 'cache', 'invalidate', '--room', room)).toMatch(/^Invalidated 1 editions/);
  expect(await printed(place, 'cache', 'clear')).toMatch(/^Invalidated 0 editions/);
  await using again = runCommand(['cache', 'invalidate', key], place);
  expect([(await again.ended).code, again.output()]).toEqual([1, 'roomshot: Edition not found\n']);
});

test('metrics works without a server', async ({ place }) => {
  expect(await spawned(place, 'metrics')).toContain('hit_rate');
  expect(JSON.parse(await printed(place, 'metrics', '--format', 'json'))).toHaveProperty('summary');
  expect(await printed(place, 'metrics', '--format', 'csv')).toContain(',');
});

test('backup works without a server', async ({ place }) => {
  const path = join(place.dataFolder, 'all.backup');
  expect(await spawned(place, 'backup', path)).toContain(path);
  expect((await stat(path)).size).toBeGreaterThan(0);
});

test('a command that cannot open its own API says why and ends', async ({ place }) => {
  await using command = runCommand(['cache', 'stats'], place, { ROOMSHOT_JWT_SECRET: 'short' });
  expect((await command.ended).code).toBe(1);
  expect(command.output()).toMatch(/^roomshot: ROOMSHOT_JWT_SECRET must have at least 32 bytes/);
});

test.for([
  ['metrics', '--hours', '0', 'hours must be >= 1'],
  ['cache', 'list', '--limit', 'all', 'limit must be integer'],
  ['cache', 'warm', 'nowhere', 'room_ids.0 must match format "uuid"'],
] as const)('what the API refuses of %s %s is said in words', async ([...given], { place }) => {
  const message = given.pop();
  await expect(printed(place, ...given)).rejects.toThrow(message);
});

test.for([[['']], [['?']], [['..']], [['--room', '']]] as const)(
  '%j invalidates nothing',
  async ([given], { place, readyRoom: room }) => {
    await printed(place, 'cache', 'warm', room, '--type', 'json');
    await expect(printed(place, 'cache', 'invalidate', ...given)).rejects.toThrow();
    expect(await printed(place, 'cache', 'stats')).toMatch(/^disk {4}1 editions/m);
  },
);

test('a file that cannot be written is named, and nothing is made for it', async ({
  place,
  readyRoom: room,
}) => {
  const out = join(place.dataFolder, 'nowhere', 'file');
  for (const given of [
    ['snapshot', room, '--out', out],
    ['audit', 'checkpoint', '--out', out],
    ['backup', out],
  ]) {
    await expect(printed(place, ...given), given[0]).rejects.toThrow(
      `The file ${out} cannot be written: ENOENT: no such file or directory`,
    );
  }
  const { dataFolder, databaseUrl: url } = place;
  const database = await openDatabase({ dataFolder, url });
  expect(await database.query.selectFrom('snapshots').select('id').execute()).toEqual([]);
  await database.close();
});

test.for(['two\nlines', 'a \u001b[31mred one', 'x'.repeat(256)])(
  'a title that the API would not take is refused: %j',
  async (title, { place, readyRoom: room }) => {
    await expect(printed(place, 'snapshot', room, '--title', title)).rejects.toThrow(
      'A title has at most 255',
    );
  },
);
