import { beforeEach, describe, expect } from 'vitest';
import type { EditionRenderer } from '../../src/records/editions/edition-cache.ts';
import type { Answer, Client } from '../support/client.ts';
import { outcomeOf, untilRunning } from '../support/many-snapshots.ts';
import { test as serverTest } from '../support/server-test.ts';

// A render process that hangs must hold up neither JSON and CSV nor other rooms nor other people.

const PROCESSES = 2;
const MAX_WAIT = { timeout: 120_000 };

/** The render processes that hang, or undefined while none must. */
let hung: Set<number> | undefined;

beforeEach(() => {
  hung = undefined;
});

/** Stops the first processes while they render reports of a room, as an endless loop would. */
const hanging = (plain: EditionRenderer, pids: () => number[], room: () => string): EditionRenderer => ({
  version: plain.version,
  async render(content, options) {
    const rendered = plain.render(content, options);
    if (!hung || content.room.id !== room()) return rendered;
    for (const pid of pids().slice(0, PROCESSES)) {
      process.kill(pid, 'SIGSTOP');
      hung.add(pid);
    }
    return rendered;
  },
});

let hungRoom = '';
const test = serverTest.extend(
  'serverOptions',
  { scope: 'file' },
  {
    config: { renderProcesses: PROCESSES },
    renderers: ({ pdf }, pool) => ({
      pdf: hanging(
        pdf,
        () => pool.stats().pids,
        () => hungRoom,
      ),
    }),
  },
);

const sections = { include_documents: false };

async function ask(client: Client, room: string, body: object): Promise<Answer['body']> {
  const answer = await client.post(`/rooms/${room}/snapshots`, body);
  expect(answer.status).toBe(201);
  return answer.body;
}

describe('renderings that hang', () => {
  test('hold up neither JSON and CSV nor other rooms nor other people', async ({
    broker,
    charterer,
    readyRoom,
    largeRoom,
  }) => {
    hungRoom = readyRoom;
    hung = new Set();
    // As many as there are processes, with an edition each.
    const stuck = [];
    for (let index = 0; index < PROCESSES; index++) {
      await broker.post(`/rooms/${readyRoom}/messages`, { text: `Change ${index}` });
      const asked = await ask(broker, readyRoom, { snapshot_type: 'pdf' });
      await untilRunning(broker, asked);
      stuck.push(asked);
    }
    await expect.poll(() => hung?.size, MAX_WAIT).toBe(PROCESSES);
    hung = undefined;

    // They are rendered beside the ones that hang.
    const others = [
      [broker, await ask(broker, readyRoom, { snapshot_type: 'json' })],
      [broker, await ask(broker, readyRoom, { snapshot_type: 'csv' })],
      [broker, await ask(broker, largeRoom, { snapshot_type: 'pdf' })],
      [charterer, await ask(charterer, readyRoom, { snapshot_type: 'pdf', ...sections })],
    ] as const;
    for (const [client, asked] of others) {
      expect((await outcomeOf(client, asked)).task).toMatchObject({ status: 'completed', attempt: 1 });
    }
    for (const asked of stuck) {
      const task = await broker.get(`/snapshots/tasks/${asked.task_id}`);
      expect(task.body.status).toBe('running');
      expect((await broker.post(`/snapshots/tasks/${asked.task_id}/cancel`)).status).toBe(200);
    }
  });
});
