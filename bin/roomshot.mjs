#!/usr/bin/env node
import { join } from 'node:path';
import { buildServer } from '../scripts/server-build.mjs';
import { root, run, setUp } from '../scripts/setup.mjs';
import { buildWeb } from '../scripts/web-build.mjs';

// Without a bound, the young generation takes some 70 MB that the server has no use for.
const NODE_FLAGS = ['--max-semi-space-size=8'];

// And threads that each keep a heap of their own hold on to memory that none of them uses. Blocks from 128 kB up
// are given back when they are freed; left to itself, the C library keeps ever larger ones (mallopt(3)).
const ENVIRONMENT = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
  // Each flush of a file holds one until the disk has it. With the four of Node, those of seals keep the log waiting.
  UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '16',
  // What Node has compiled, for the next start. Where it may not write here, it goes without.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'runtime', 'compiled'),
};

const node = setUp();
buildServer(node);
if (process.argv[2] === 'serve') buildWeb(node);
run(node, [...NODE_FLAGS, join(root, 'dist', 'main.js'), ...process.argv.slice(2)], node, ENVIRONMENT);
