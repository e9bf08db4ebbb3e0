import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/open-database.ts';
import { copyDemonstration, type TestData } from '../support/data-folder.ts';
import { runCommand } from '../support/process.ts';

let data: TestData;
let room: string;

beforeAll(async () => {
  data = await copyDemonstration();
  const { dataFolder, databaseUrl: url } = data.place;
  const database = await openDatabase({ dataFolder, url });
  ({ id: room } = await database.query
    .selectFrom('rooms')
    .select('id')
    .where('title', 'like', '%Aegean Pearl%')
    .executeTakeFirstOrThrow());
  await database.close();
});
afterAll(() => data[Symbol.asyncDispose]());

/** What a command printed that had no server to ask. */
async function roomshot(...args: string[]): Promise<string> {
  await using command = runCommand(args, data.place);
  const { code } = await command.ended;
  expect([code, command.output()]).toEqual([0, expect.any(String)]);
  return command.output();
}

test('cleanup works without a server', async () => {
  expect(await roomshot('cleanup', '--dry-run')).toMatch(/^Would remove 0 items/m);
  expect(await roomshot('cleanup')).toMatch(/^Removed 0 items/m);
});

test('cache works without a server', async () => {
  expect(await roomshot('cache', 'warm', room, '--type', 'json', 'csv')).toMatch(
    new RegExp(`^${room} {2}json .* rendered\n${room} {2}csv .* rendered$`, 'm'),
  );
  expect(await roomshot('cache', 'stats')).toMatch(/^disk {4}2 editions/m);
  const [key = ''] = (await roomshot('cache', 'list', '--by', 'size', '--limit', '1')).split(' ');
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(await roomshot('cache', 'invalidate', key)).toMatch(/^Invalidated 1 editions/);
  expect(await roomshot('cache', 'invalidate', '--room', room)).toMatch(/^Invalidated 1 editions/);
  expect(await roomshot('cache', 'clear')).toMatch(/^Invalidated 0 editions/);
  await using again = runCommand(['cache', 'invalidate', key], data.place);
  expect([(await again.ended).code, again.output()]).toEqual([1, 'roomshot: Edition not found\n']);
});

test('metrics works without a server', async () => {
  expect(await roomshot('metrics')).toContain('hit_rate');
  expect(JSON.parse(await roomshot('metrics', '--format', 'json'))).toHaveProperty('summary');
  expect(await roomshot('metrics', '--format', 'csv')).toContain(',');
});

test('backup works without a server', async () => {
  const path = join(data.place.dataFolder, 'all.backup');
  expect(await roomshot('backup', path)).toContain(path);
  expect((await stat(path)).size).toBeGreaterThan(0);
});
