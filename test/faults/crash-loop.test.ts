import { expect, inject } from 'vitest';
import { outcomeOf } from '../support/many-snapshots.ts';
import { childrenOf, clientAs } from '../support/process.ts';
import { test } from '../support/process-test.ts';
import { roomIdOf } from '../support/snapshots.ts';

// On a server the queue first waits for heartbeats, three times over: the same code, only much slower.
test.skipIf(inject('serverUrl'))(
  'a server gives up on a task that it dies of each time, and says so',
  async ({ startServer }) => {
    let asked: { id: string; room_id: string; task_id: string } | undefined;
    for (const attempt of [1, 2, 3]) {
      const server = await startServer();
      const broker = await clientAs(server.address, 'broker');
      const room = await roomIdOf(broker, 'Chrysi Avgerini');
      // Whoever opens a room starts the process that renders it.
      await broker.get(`/rooms/${room}`);
      await expect.poll(() => childrenOf(server.pid), { timeout: 15_000 }).not.toEqual([]);
      const renderers = childrenOf(server.pid);
      // The rendering never ends, so that the server dies in the middle of it.
      for (const pid of renderers) process.kill(pid, 'SIGSTOP');
      asked ??= (await broker.post(`/rooms/${room}/snapshots`)).body;
      const task = () => broker.get(`/snapshots/tasks/${asked?.task_id}`);
      await expect
        .poll(async () => (await task()).body, { timeout: 15_000 })
        .toMatchObject({
          status: 'running',
          attempt,
        });
      const ended = server.end('SIGKILL');
      for (const pid of renderers) process.kill(pid, 'SIGKILL');
      await ended;
    }
    const last = await startServer();
    const broker = await clientAs(last.address, 'broker');
    const { task, snapshot } = await outcomeOf(broker, asked);
    expect(task.status).toBe('failed');
    expect(task.error).toMatch(/^Every attempt to make this snapshot was interrupted\./);
    expect(snapshot).toMatchObject({ status: 'failed', error: task.error });
    await broker.post(`/snapshots/tasks/${task.task_id}/retry`);
    expect((await outcomeOf(broker, asked)).task.status).toBe('completed');
  },
);
