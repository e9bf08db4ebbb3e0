#!/usr/bin/env node
import { join } from 'node:path';
import { root, run, setUp } from '../scripts/setup.mjs';

// Without a bound, the young generation takes some 70 MB that the server has no use for.
const NODE_FLAGS = ['--max-semi-space-size=8'];

// And threads that each keep a heap of their own hold on to memory that none of them uses.
const ENVIRONMENT = { MALLOC_ARENA_MAX: '2' };

const node = setUp();
run(node, [...NODE_FLAGS, join(root, 'src', 'main.ts'), ...process.argv.slice(2)], node, ENVIRONMENT);
