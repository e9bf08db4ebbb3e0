#!/usr/bin/env node
import { join } from 'node:path';
import { root, run, setUp } from '../scripts/setup.mjs';

// Without a bound, the young generation takes some 70 MB that the server has no use for.
const NODE_FLAGS = ['--max-semi-space-size=8'];

const node = setUp();
run(node, [...NODE_FLAGS, join(root, 'src', 'main.ts'), ...process.argv.slice(2)], node);
