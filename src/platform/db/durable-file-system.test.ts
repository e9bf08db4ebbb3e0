import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { expect } from 'vitest';
import { test as folderTest } from '../../../test/support/folder-test.ts';
import { DURABLE_START, DurableNodeFS } from './durable-file-system.ts';

/** An engine that tells when it would flush its log: at once, or some time before it is waited for. */
const test = folderTest
  .extend('shared', { scope: 'file' }, async ({ sharedFolder }, { onCleanup }) => {
    const asked: string[] = [];
    const fs = new DurableNodeFS(join(sharedFolder, 'postgres'), () => {}, {
      now: () => void asked.push('now'),
      soon: async () => void asked.push('soon'),
    });
    const engine = await PGlite.create({ fs, startParams: [...DURABLE_START] });
    onCleanup(() => engine.close());
    await engine.exec('create table kept (number integer); checkpoint');
    return { engine, log: fs.log, asked };
  })
  .extend('durable', async ({ shared }) => {
    await shared.log.flushed();
    shared.asked.length = 0;
    return shared;
  });

test('a commit does not hold up the thread, and has log to wait for', async ({
  durable: { engine, log, asked },
}) => {
  await engine.exec('insert into kept values (1)');
  expect(asked).toEqual([]);
  await log.flushed();
  expect(asked).toEqual(['soon']);
});

test('reading leaves nothing to wait for', async ({ durable: { engine, log, asked } }) => {
  await engine.query('select * from kept');
  await log.flushed();
  expect(asked).toEqual([]);
});

test('the log is on the disk before a checkpoint writes what follows from it', async ({
  durable: { engine, asked },
}) => {
  await engine.exec('insert into kept values (3); checkpoint');
  expect(asked[0]).toBe('now');
});

test('a table that grows does not hold up the thread either: its new pages are empty', async ({
  durable: { engine, log, asked },
}) => {
  await engine.exec('create table grown (text text)');
  await log.flushed();
  asked.length = 0;
  for (let commit = 0; commit < 3; commit++) {
    await engine.exec("insert into grown select repeat('x', 500) from generate_series(1, 500)");
  }
  expect(asked).toEqual([]);
});
