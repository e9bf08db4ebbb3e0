// Measures Roomshot as its users meet it and prints what it found: npm run bench
// Or compares it with another commit, in turn: npm run bench -- --against COMMIT
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { compareWith } from './against/run.ts';
import { measureMemory } from './memory.ts';
import { measureRenders } from './renders.ts';
import { measureRequests } from './requests.ts';
import { startServer } from './server.ts';
import type { Spread } from './statistics.ts';

const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0).padStart(7);
const row = (name: string, { p50, p95, p99 }: Spread): string =>
  `${name.padEnd(54)}${ms(p50)}${ms(p95)}${ms(p99)}`;

const engine = process.env.DATABASE_URL ? 'PostgreSQL server' : 'embedded engine';
const memory = Math.round(totalmem() / 2 ** 30);
console.log(
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${memory} GiB, Node ${process.version}, ${engine}\n`,
);

const { against } = parseArgs({ options: { against: { type: 'string' } } }).values;
await (against === undefined ? measureAlone() : compareWith(against));

async function measureAlone(): Promise<void> {
  console.log(`${'milliseconds'.padEnd(54)}    p50    p95    p99`);
  for (const { what, time, sizeKb } of await measureRenders()) {
    console.log(row(`render ${what} (${sizeKb} kB)`, time));
  }
  {
    await using server = await startServer();
    const { post, failedPosts, completed, download, tasksPerSecond } = await measureRequests(server);
    for (const [name, time] of Object.entries(post)) console.log(row(`POST ${name}`, time));
    for (const [name, time] of Object.entries(completed)) console.log(row(`completed, ${name}`, time));
    for (const [name, time] of Object.entries(download)) console.log(row(`download ${name}`, time));
    console.log(`\nfailed requests: ${failedPosts}`);
    console.log(`tasks a second, unchanged room: ${tasksPerSecond.toFixed(0)}`);
  }
  {
    await using server = await startServer();
    const { atRest, afterSnapshots, atRestAgain } = await measureMemory(server);
    console.log(`memory at rest: ${atRest.toFixed(0)} MB`);
    for (const [index, { all, cachedEditions }] of afterSnapshots.entries()) {
      const own = `${all.toFixed(0)} MB, ${cachedEditions.toFixed(0)} of them cached editions`;
      console.log(`memory after ${(index + 1) * 250} snapshots: ${own}`);
    }
    console.log(`at rest again, with the cached editions: ${atRestAgain.toFixed(0)} MB`);
  }
}
