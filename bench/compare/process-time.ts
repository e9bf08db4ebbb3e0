import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts the time of processes in hundredths of a second. */
const TICK_MS = 10;

/** Milliseconds of processor time that this process and those that it started have taken; Linux only. */
export function processTimeMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + childrenOf(process.pid).reduce((sum, child) => sum + timeOf(child), 0);
}

function timeOf(pid: number): number {
  try {
    // The name, which may hold spaces, ends with the last parenthesis.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const [user, system] = [Number(fields[11]), Number(fields[12])];
    return (user + system) * TICK_MS + childrenOf(pid).reduce((sum, child) => sum + timeOf(child), 0);
  } catch {
    return 0; // It has ended.
  }
}

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
