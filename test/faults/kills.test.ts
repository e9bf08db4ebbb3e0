import { describe, expect, inject } from 'vitest';
import { Acknowledged } from '../support/acknowledged.ts';
import { findLost } from '../support/kept.ts';
import { openLoadedRoom, putUnderLoad } from '../support/mixed-load.ts';
import { runCommand, sessionAs } from '../support/process.ts';
import { test } from '../support/process-test.ts';
import { startTestServer } from '../support/server.ts';

// `KILLS=200 npm test -- --project embedded test/faults/kills.test.ts` makes a long run.
const KILLS = Number(process.env.KILLS ?? 2);
const TOLD_BETWEEN_KILLS = 12;
const CHECK_EVERY = 20;
const MINUTE_MS = 60_000;

describe('a server that is killed again and again under mixed load', () => {
  test('loses nothing that it told anybody', { timeout: (KILLS + 5) * MINUTE_MS }, async ({
    ownPlace,
    startServer,
  }) => {
    const acknowledged = new Acknowledged();
    let room: string | undefined;
    for (let kill = 1; kill <= KILLS; kill++) {
      const server = await startServer();
      const [broker, admin] = [sessionAs(server.address, 'broker'), sessionAs(server.address, 'admin')];
      room ??= await openLoadedRoom(broker);
      const load = putUnderLoad({ broker, admin, acknowledged, room });
      const enough = acknowledged.size + TOLD_BETWEEN_KILLS;
      await expect
        .poll(() => acknowledged.size, { timeout: 10 * MINUTE_MS, interval: 5 })
        .toBeGreaterThan(enough);
      await server.end('SIGKILL');
      await load;
      if (kill % CHECK_EVERY !== 0 && kill !== KILLS) continue;
      await using next = await startTestServer({ place: ownPlace });
      expect(await findLost(next, acknowledged.before()), `after kill ${kill}`).toEqual([]);
      if (process.env.KILLS) console.log(`kill ${kill}: ${acknowledged.size} told, none lost`);
    }
    if (inject('serverUrl')) return;
    await using doctor = runCommand(['doctor'], ownPlace);
    expect((await doctor.ended).code, doctor.output()).toBe(0);
  });
});
