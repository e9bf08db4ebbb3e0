import { describe, expect } from 'vitest';
import type { EditionRenderer } from '../../src/records/editions/edition-cache.ts';
import { breakableStorage, STORAGE_FAULTS } from '../support/breakable-storage.ts';
import type { Client } from '../support/client.ts';
import { outcomeOf } from '../support/many-snapshots.ts';
import { setReadOnly } from '../support/read-only-database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { test } from '../support/server-test.ts';
import { canMountDisks } from '../support/small-disk.ts';

// An outage of the disk, the database or the clock of the certificate uses up none of the three attempts.

const MAX_WAIT = { timeout: 60_000 };
const NOTHING = async () => {};

/** Calls back when a rendering is done and nothing of it is stored. */
const interrupted = (plain: EditionRenderer, interrupt: () => Promise<void>): EditionRenderer => ({
  version: plain.version,
  async render(content, options) {
    const rendered = await plain.render(content, options);
    await interrupt();
    return rendered;
  },
});

const failuresOf = async (server: TestServer, taskId: string): Promise<number[]> => {
  const { query } = server.roomshot.database;
  const task = query.selectFrom('tasks').select('failed_attempts').where('id', '=', taskId);
  return (await task.executeTakeFirstOrThrow()).failed_attempts;
};

const taskOf = async (client: Client, { task_id }: { task_id: string }) =>
  (await client.get(`/snapshots/tasks/${task_id}`)).body;

const askForJson = async (client: Client, room: string) => {
  const { status, body } = await client.post(`/rooms/${room}/snapshots`, { snapshot_type: 'json' });
  expect(status).toBe(201);
  return body;
};

const REASONS = {
  'read-only': 'The storage of the server cannot be used at the moment.',
  full: 'The disk is full.',
  'taken away': 'The storage of the server cannot be used at the moment.',
};

describe.runIf(canMountDisks())('a storage that is', () => {
  test.for(STORAGE_FAULTS)(
    '%s for a while makes a task wait with the reason, and uses up no attempt',
    async (fault, { ownPlace, readyRoom }) => {
      using storage = breakableStorage(ownPlace.dataFolder);
      let interrupt = NOTHING;
      await using server = await startTestServer({
        place: ownPlace,
        renderers: ({ json }) => ({ json: interrupted(json, () => interrupt()) }),
      });
      const broker = await server.as('broker');
      interrupt = async () => {
        interrupt = NOTHING;
        await storage.break(fault);
      };
      const asked = await askForJson(broker, readyRoom);
      // More attempts than may fail.
      await expect.poll(async () => (await taskOf(broker, asked)).attempt, MAX_WAIT).toBeGreaterThan(3);
      expect((await failuresOf(server, asked.task_id)).length).toBeLessThanOrEqual(1);
      await expect
        .poll(() => taskOf(broker, asked), MAX_WAIT)
        .toMatchObject({
          status: 'pending',
          error: expect.stringMatching(new RegExp(`^${REASONS[fault]} The next attempt is at .* UTC\\.$`)),
        });
      storage.mend();
      const { task, snapshot } = await outcomeOf(broker, asked);
      expect(task).toMatchObject({ status: 'completed', error: null });
      expect(snapshot.error).toBeNull();
      expect(await failuresOf(server, asked.task_id)).toEqual([]);
    },
  );
});

test('a database that is read-only for a while uses up no attempt', async ({ ownPlace, readyRoom }) => {
  let interrupt = NOTHING;
  await using server = await startTestServer({
    place: ownPlace,
    renderers: ({ json }) => ({ json: interrupted(json, () => interrupt()) }),
  });
  const { database } = server.roomshot;
  const broker = await server.as('broker');
  const begun = Promise.withResolvers<void>();
  interrupt = async () => {
    interrupt = NOTHING;
    await setReadOnly(database, ownPlace.databaseUrl, true);
    begun.resolve();
  };
  const asked = await askForJson(broker, readyRoom);
  await begun.promise;
  await expect.poll(async () => (await fetch(`${server.server.address}/readyz`)).status, MAX_WAIT).toBe(503);
  await setReadOnly(database, ownPlace.databaseUrl, false);
  const { task } = await outcomeOf(broker, asked);
  expect(task.status).toBe('completed');
  expect(await failuresOf(server, asked.task_id)).toEqual([]);
});

test('a certificate that is not in force for a while uses up no attempt', async ({ ownPlace, readyRoom }) => {
  let years = 0;
  await using server = await startTestServer({
    place: ownPlace,
    clock: () => {
      const now = new Date();
      now.setFullYear(now.getFullYear() + years);
      return now;
    },
    renderers: ({ json }) => ({
      json: interrupted(json, async () => {
        years = 20;
      }),
    }),
  });
  const broker = await server.as('broker');
  const asked = await askForJson(broker, readyRoom);
  const waiting = async () =>
    (
      await server.roomshot.database.query
        .selectFrom('tasks')
        .select('error')
        .where('id', '=', asked.task_id)
        .executeTakeFirstOrThrow()
    ).error;
  await expect.poll(waiting, MAX_WAIT).toMatch(/^The signing certificate is valid from/);
  years = 0;
  expect((await outcomeOf(broker, asked)).task.status).toBe('completed');
  expect(await failuresOf(server, asked.task_id)).toEqual([]);
});
