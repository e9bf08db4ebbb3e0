import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DURABLE_START, DurableNodeFS } from './durable-file-system.ts';

let folder: string;
let engine: PGlite;
let fs: DurableNodeFS;
const asked: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roomshot-durable-'));
  fs = new DurableNodeFS(join(folder, 'postgres'), () => {}, {
    now: () => void asked.push('now'),
    soon: async () => void asked.push('soon'),
  });
  engine = await PGlite.create({ fs, startParams: [...DURABLE_START] });
  await engine.exec('create table kept (number integer); checkpoint');
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  await fs.log.flushed();
  asked.length = 0;
});

test('a commit does not hold up the thread, and has log to wait for', async () => {
  await engine.exec('insert into kept values (1)');
  expect(asked).toEqual([]);
  await fs.log.flushed();
  expect(asked).toEqual(['soon']);
});

test('reading leaves nothing to wait for', async () => {
  await engine.query('select * from kept');
  await fs.log.flushed();
  expect(asked).toEqual([]);
});

test('the log is on the disk before a checkpoint writes what follows from it', async () => {
  await engine.exec('insert into kept values (3); checkpoint');
  expect(asked[0]).toBe('now');
});

test('a table that grows does not hold up the thread either: its new pages are empty', async () => {
  await engine.exec('create table grown (text text)');
  await fs.log.flushed();
  asked.length = 0;
  for (let commit = 0; commit < 3; commit++) {
    await engine.exec("insert into grown select repeat('x', 500) from generate_series(1, 500)");
  }
  expect(asked).toEqual([]);
});
