import { describe, expect, inject } from 'vitest';
import { canPreload } from '../support/preloaded-library.ts';
import { sessionAs } from '../support/process.ts';
import { test } from '../support/process-test.ts';
import { recordDisk } from '../support/recording-disk.ts';

const MINUTES = { timeout: 5 * 60_000 };
const LOG = /\/pg_wal\//;
const TURNS = 30;

// A PostgreSQL server shows a change to others only after it is on its disk.
describe.runIf(inject('serverUrl') === '' && canPreload())('a change that is not on the disk yet', () => {
  test(
    'is not told to others: in a response, a checkpoint or an event',
    MINUTES,
    async ({ ownPlace, startServer, readyRoom }) => {
      await using disk = await recordDisk(ownPlace.dataFolder);
      const server = await startServer(ownPlace, disk.environment);
      const [broker, admin] = [sessionAs(server.address, 'broker'), sessionAs(server.address, 'admin')];
      const stream = await broker.open(`/rooms/${readyRoom}/events`);
      const told: string[] = [];
      const note = (what: string) => () => void told.push(what);

      const release = disk.hold();
      const before = disk.flushesOf(LOG);
      const events = readUntil(stream, 'message_sent').then(note('event'));
      const writing = broker.post(`/rooms/${readyRoom}/messages`, { text: 'Hello' }).then(note('write'));
      await expect.poll(() => disk.flushesOf(LOG)).toBeGreaterThan(before);
      const reading = [
        broker.get(`/rooms/${readyRoom}/activity`).then(note('read')),
        admin.get('/audit/checkpoint').then(note('checkpoint')),
        broker.get(`/rooms/${readyRoom}/documents/none`).then(note('error')),
      ];
      // The server is well, and has had the time to answer.
      for (let turn = 0; turn < TURNS; turn++) {
        expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
      }
      expect(told).toEqual([]);

      release();
      await Promise.all([events, writing, ...reading]);
      expect(told.toSorted()).toEqual(['checkpoint', 'error', 'event', 'read', 'write']);
    },
  );
});

async function readUntil(response: Response, text: string): Promise<void> {
  const decoder = new TextDecoder();
  let received = '';
  for await (const chunk of response.body ?? []) {
    received += decoder.decode(chunk, { stream: true });
    if (received.includes(text)) return;
  }
  throw new Error(`The stream ended without ${text}: ${received}`);
}
