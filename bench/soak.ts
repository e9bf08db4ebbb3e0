// Takes thousands of snapshots of changing rooms while clean-up and retention run, and checks that memory and disk
// stay within their limits and that every record is whole: npm run soak, or npm run soak -- 500
import { join } from 'node:path';
import { type BenchServer, expectStatus, startServer } from './server.ts';
import { bytesBelow, findBrokenRecords } from './soak-checks.ts';
import { type Kept, type Round, takeRound } from './soak-rounds.ts';

const COUNT = Number(process.argv[2] ?? 5000);
const ROUNDS = 10;
const CACHE_MEMORY_MB = 20;
const CACHE_DISK_MB = 1;
const RENDER_PROCESSES = 2;
/** What the server itself may take, and each render process: one that holds more is replaced. */
const SERVER_MB = 450;
const RENDER_PROCESS_MB = 300;
const MEMORY_LIMIT_MB = SERVER_MB + CACHE_MEMORY_MB + RENDER_PROCESSES * RENDER_PROCESS_MB;
/** Later than everything that is kept for a day: the clean-up between rounds has all of it to remove. */
const AHEAD_MS = 25 * 3_600_000;
const SAMPLE_MS = 1000;

const broken: string[] = [];
const expectAtMost = (what: string, value: number, most: number): void => {
  if (value > most) broken.push(`${what} is ${value}, more than ${most}`);
};
const expectEqual = (what: string, value: number, wanted: number): void => {
  if (value !== wanted) broken.push(`${what} is ${value}, not ${wanted}`);
};

await using server = await startServer({
  program: ['--max-semi-space-size=8', join(import.meta.dirname, 'soak-server.ts')],
  settings: {
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '131072',
    MALLOC_TRIM_THRESHOLD_: '131072',
    ROOMSHOT_DEMO: '1',
    ROOMSHOT_CACHE_MEMORY_MB: String(CACHE_MEMORY_MB),
    ROOMSHOT_CACHE_DISK_MB: String(CACHE_DISK_MB),
    ROOMSHOT_RENDER_PROCESSES: String(RENDER_PROCESSES),
    ROOMSHOT_TASK_RETENTION_DAYS: '1',
    ROOMSHOT_METRICS_RETENTION_HOURS: '24',
  },
});
const started = performance.now();
const kept = await soak(server);
const seconds = (performance.now() - started) / 1000;
console.log(`${COUNT} snapshots in ${seconds.toFixed(0)} s, ${(COUNT / seconds).toFixed(1)} a second`);
const { folder, as } = server;
broken.push(...(await findBrokenRecords(await as('broker'), kept, folder)));
const audit = (await (await as('admin'))('GET', '/audit/verification')).json();
if (!audit.intact) broken.push('The audit log is not as it was written.');
console.log(`${kept.length} records downloaded and verified`);
for (const line of broken) console.error(`BROKEN: ${line}`);
console.log(broken.length === 0 ? 'Everything held.' : `${broken.length} things did not hold.`);
process.exitCode = broken.length === 0 ? 0 : 1;

/** All rounds. Returns what must be there at the end. */
async function soak({ as, memoryMb }: BenchServer): Promise<Kept[]> {
  const admin = await as('admin');
  const { items } = (await admin('GET', '/rooms')).json();
  const [shortLived, ...lasting] = items.map(({ id }: { id: string }) => id);
  expectStatus(await admin('PATCH', `/rooms/${shortLived}`, { snapshot_retention_days: 1 }), 200);
  const all: Kept[] = [];
  console.log('snapshots   memory    files   removed by the clean-up after the round');
  for (let number = 0; number < ROUNDS; number++) {
    const first = Math.floor((COUNT * number) / ROUNDS);
    const end = Math.floor((COUNT * (number + 1)) / ROUNDS);
    let memory = memoryMb();
    const sampling = setInterval(() => {
      memory = Math.max(memory, memoryMb());
    }, SAMPLE_MS);
    // Each clean-up ends the sessions of the past.
    const people = { broker: await as('broker'), admin: await as('admin') };
    const round = await takeRound(people, { shortLived, lasting }, { first, count: end - first });
    clearInterval(sampling);
    expectAtMost(`Memory in MB before snapshot ${end}`, memory, MEMORY_LIMIT_MB);
    const { files, removed } = await cleanUpAfter(round);
    all.push(...round.kept);
    const columns = [
      `${end}`.padStart(9),
      `${memory.toFixed(0)} MB`.padStart(9),
      `${(files / 1e6).toFixed(1)} MB`.padStart(9),
    ];
    console.log(`${columns.join('')}   ${removed}`);
  }
  return all;
}

/** The clean-up of the next day; looks whether it left what it should. Returns bytes of files, and what went. */
async function cleanUpAfter({ shortLived }: Round): Promise<{ files: number; removed: string }> {
  const { as, setAhead, folder } = server;
  await setAhead(AHEAD_MS);
  const report = expectStatus(await (await as('admin'))('POST', '/admin/cleanup'), 200).json();
  await setAhead(0);
  const steps: { name: string; items: number }[] = report.steps;
  expectEqual(
    'The number of expired snapshots',
    steps.find(({ name }) => name === 'expired_snapshots')?.items ?? 0,
    shortLived.length,
  );
  const admin = await as('admin');
  const { memory, disk } = (await admin('GET', '/admin/cache')).json();
  expectAtMost('Bytes of editions in memory', memory.bytes, CACHE_MEMORY_MB * 1_000_000);
  expectAtMost('Bytes of editions that no snapshot stands on', disk.unused_bytes, CACHE_DISK_MB * 1_000_000);
  const tasks = (await admin('GET', '/snapshots/tasks')).json();
  expectEqual('The number of tasks that are left', tasks.items.length, 0);
  const summary = (await admin('GET', '/snapshots/metrics/summary')).json();
  const files = bytesBelow(join(folder, 'blobs'));
  expectAtMost('Megabytes of files', files / 1_000_000, summary.disk.blobs_mb + 0.001);
  const removed = steps.filter(({ items }) => items > 0).map(({ name, items }) => `${items} ${name}`);
  return { files, removed: removed.join(', ') };
}
