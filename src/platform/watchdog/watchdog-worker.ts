import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

// Counts its own ticks instead of reading a clock. While the whole process is suspended, nothing ticks.

const TICK_MS = 1000;
const STDERR = 2;

const { beats, maxSilenceSeconds } = workerData as { beats: Int32Array; maxSilenceSeconds: number };
let seen = 0;
let silentTicks = 0;

setInterval(() => {
  const beat = Atomics.load(beats, 0);
  silentTicks = beat === seen ? silentTicks + 1 : 0;
  seen = beat;
  if (silentTicks * TICK_MS < maxSilenceSeconds * 1000) return;
  const line = `The server has not answered for ${maxSilenceSeconds} seconds and ends. Confirmed changes are not lost. Start it again.\n`;
  try {
    writeSync(STDERR, line);
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}, TICK_MS);
