import { mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject } from 'vitest';
import { checkData } from '../../src/operations/diagnosis/data-checks.ts';
import { Acknowledged, type Told } from '../support/acknowledged.ts';
import { findLost } from '../support/kept.ts';
import { openLoadedRoom, putUnderLoad } from '../support/mixed-load.ts';
import { canPreload } from '../support/preloaded-library.ts';
import { runCommand, sessionAs } from '../support/process.ts';
import { test } from '../support/process-test.ts';
import { type RecordingDisk, recordDisk } from '../support/recording-disk.ts';
import { startTestServer } from '../support/server.ts';
import { PASSWORD } from '../support/settings.ts';
import { type Luck, NO_LUCK } from '../support/volatile-disk.ts';

// `CUTS=100 npm test -- --project embedded test/faults/power-cut.test.ts` makes a long run.
const CUTS = Number(process.env.CUTS ?? 3);
/** Another number cuts at other moments. */
const SEED = Number(process.env.SEED ?? 0);
const CUTS_OF_ONE_RUN = 20;
const TOLD_IN_ONE_RUN = CUTS > CUTS_OF_ONE_RUN ? 200 : 60;
const MINUTE_MS = 60_000;

/** Numbers from 0 to 1 that are the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

interface Cut {
  position: number;
  told: readonly Told[];
  luck?: Luck;
  ignored?: RegExp;
}

/** Starts a server on what a power cut left, and returns what is lost of what was told, or damaged. */
async function findLostAfter(
  disk: RecordingDisk,
  folder: string,
  { position, told, ...options }: Cut,
): Promise<string[]> {
  await rm(folder, { recursive: true, force: true });
  disk.cutAt(position, folder, options);
  await using server = await startTestServer({ place: { dataFolder: folder, databaseUrl: undefined } });
  const { database, blobs, clock } = server.roomshot;
  const lost = await findLost(server, told);
  const findings = await checkData({
    ...{ db: database.query, blobs, now: clock(), all: true },
    progressOf: () => () => {},
  });
  return [...lost, ...findings.filter(({ level }) => level === 'error').map(({ text }) => text)];
}

// A PostgreSQL server has a disk of its own.
describe.runIf(inject('serverUrl') === '' && canPreload())('a power cut', () => {
  const runs = Array.from({ length: Math.ceil(CUTS / CUTS_OF_ONE_RUN) }, (_, index) => index + 1);

  test.for(runs)(
    'under mixed load takes nothing back that anybody was told (run %i)',
    { timeout: (CUTS + 5) * MINUTE_MS },
    async (run, { ownPlace, startServer, folder }) => {
      await using disk = await recordDisk(ownPlace.dataFolder);
      const server = await startServer(ownPlace, disk.environment);
      const [broker, admin] = [sessionAs(server.address, 'broker'), sessionAs(server.address, 'admin')];
      const acknowledged = new Acknowledged(disk.position);
      const start = disk.position();
      const room = await openLoadedRoom(broker);
      const load = putUnderLoad({ broker, admin, acknowledged, room });
      await expect
        .poll(() => acknowledged.size, { timeout: 60 * MINUTE_MS })
        .toBeGreaterThan(TOLD_IN_ONE_RUN);
      await server.end('SIGKILL');
      await load;
      const end = disk.position();
      const random = randomFrom(run + SEED);
      for (let cut = 0; cut < Math.min(CUTS, CUTS_OF_ONE_RUN); cut++) {
        const position = cut === 0 ? end : Math.floor(start + random() * (end - start));
        const told = acknowledged.before(position);
        const luck = cut % 2 === 0 ? NO_LUCK : () => random() < 0.5;
        const lost = await findLostAfter(disk, join(folder, 'after'), { position, told, luck });
        expect(lost, `run ${run}, cut ${cut} at ${position} of ${end}, ${told.length} told`).toEqual([]);
        if (process.env.CUTS) console.log(`run ${run}, cut ${cut}: ${told.length} told, none lost`);
      }
      // A disk that does not flush is noticed. Otherwise this test would find nothing.
      const unflushed = { position: end, told: [], ignored: /pg_wal|postgres\/base/ };
      await expect(findLostAfter(disk, join(folder, 'unflushed'), unflushed)).rejects.toMatchObject({
        code: expect.stringMatching(/^(confirmed_entries_missing|database_damaged)$/),
      });
      await using doctor = runCommand(['doctor'], {
        dataFolder: join(folder, 'after'),
        databaseUrl: undefined,
      });
      expect((await doctor.ended).code, doctor.output()).toBe(0);
    },
  );

  test('right after the first start leaves the accounts whose password was shown', {
    timeout: 5 * MINUTE_MS,
  }, async ({ startServer, folder }) => {
    const dataFolder = join(await realpath(folder), 'data');
    await mkdir(dataFolder, { mode: 0o700 });
    await using disk = await recordDisk(dataFolder);
    const server = await startServer(
      { dataFolder, databaseUrl: undefined },
      { ...disk.environment, ROOMSHOT_DEMO: '1', ROOMSHOT_ADMIN_PASSWORD: PASSWORD },
    );
    const position = disk.position();
    await server.end('SIGKILL');
    const lost = await findLostAfter(disk, join(folder, 'after'), { position, told: [] });
    expect(lost).toEqual([]);
  });
});
