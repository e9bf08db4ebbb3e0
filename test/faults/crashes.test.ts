import { describe, expect } from 'vitest';
import { readAudit } from '../../src/platform/audit/audit-log.ts';
import { verifyAudit } from '../../src/platform/audit/audit-verification.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import type { Client } from '../support/client.ts';
import { isAlive } from '../support/liveness.ts';
import { askForMany, expectOneRecordOfEach, outcomeOf } from '../support/many-snapshots.ts';
import { childrenOf, clientAs } from '../support/process.ts';
import { test } from '../support/process-test.ts';
import { roomIdOf } from '../support/snapshots.ts';

const MANY = 50;

async function expectWhole(client: Client, snapshot: { download_url: string; sha256: string }) {
  const { status, bytes } = await client.download(snapshot.download_url);
  expect(status).toBe(200);
  expect(sha256(bytes)).toBe(snapshot.sha256);
}

describe('a server that is killed while it makes snapshots', () => {
  test('completes every one of them after its restart, once each', async ({ ownPlace, startServer }) => {
    const first = await startServer();
    const broker = await clientAs(first.address, 'broker');
    const asked = await askForMany(broker, await roomIdOf(broker, 'Aegean Pearl'), MANY);
    await first.end('SIGKILL');

    const second = await startServer();
    const again = await clientAs(second.address, 'broker');
    const outcomes = await Promise.all(asked.map((created) => outcomeOf(again, created)));
    expect(outcomes.map(({ task }) => task.status)).toEqual(asked.map(() => 'completed'));
    for (const { snapshot } of outcomes) await expectWhole(again, snapshot);
    expect(await second.end('SIGTERM')).toEqual({ code: 0, signal: null });
    await expectOneRecordOfEach(
      ownPlace,
      asked.map(({ id }) => id),
    );
  });

  test('still has every change that it acknowledged', async ({ ownPlace, startServer }) => {
    const acknowledged: string[] = [];
    for (const round of ['first', 'second']) {
      const server = await startServer();
      const broker = await clientAs(server.address, 'broker');
      const room = await roomIdOf(broker, 'Aegean Pearl');
      const enough = acknowledged.length + 25;
      const talk = async (voice: number) => {
        for (let index = 0; ; index++) {
          const text = `${round} ${voice} ${index}`;
          const { status } = await broker.post(`/rooms/${room}/messages`, { text });
          if (status === 201) acknowledged.push(text);
          // Killed by whoever is first; for the others the connection breaks.
          if (acknowledged.length >= enough) await server.end('SIGKILL');
        }
      };
      await Promise.allSettled([1, 2, 3].map(talk));
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(50);
    const database = await openDatabase({ url: ownPlace.databaseUrl, dataFolder: ownPlace.dataFolder });
    const entries = await readAudit(database.query, { limit: 100_000 });
    const report = await verifyAudit(database.query);
    await database.close();
    expect(report.intact).toBe(true);
    const kept = entries.filter(({ action }) => action === 'message_sent').map(({ detail }) => detail.text);
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    // Each client may have one request that was committed and not answered.
    expect(kept.length - acknowledged.length).toBeLessThanOrEqual(6);
  });

  test('takes its render processes with it', async ({ startServer }) => {
    const server = await startServer();
    const broker = await clientAs(server.address, 'broker');
    await askForMany(broker, await roomIdOf(broker, 'Aegean Pearl'), 6);
    await expect.poll(() => childrenOf(server.pid), { timeout: 60_000 }).not.toEqual([]);
    const children = childrenOf(server.pid);
    await server.end('SIGKILL');
    await expect.poll(() => children.filter(isAlive), { timeout: 15_000 }).toEqual([]);
  });
});

describe('a server that is asked to stop while it makes snapshots', () => {
  test('turns requests away at once, ends in order and loses no task', async ({ ownPlace, startServer }) => {
    const first = await startServer();
    const broker = await clientAs(first.address, 'broker');
    const asked = await askForMany(broker, await roomIdOf(broker, 'Aegean Pearl'), 30);
    const ended = first.end('SIGTERM');
    await first.said(/"stopping"/);
    const readiness = await fetch(`${first.address}/readyz`).then(
      ({ status }) => status,
      () => 'refused',
    );
    expect([503, 'refused']).toContain(readiness);
    expect(await ended).toEqual({ code: 0, signal: null });

    const second = await startServer();
    const again = await clientAs(second.address, 'broker');
    const outcomes = await Promise.all(asked.map((created) => outcomeOf(again, created)));
    expect(outcomes.map(({ task }) => task.status)).toEqual(asked.map(() => 'completed'));
    await second.end('SIGTERM');
    await expectOneRecordOfEach(
      ownPlace,
      asked.map(({ id }) => id),
    );
  });
});
