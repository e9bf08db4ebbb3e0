#!/usr/bin/env node
import { join } from 'node:path';
import { root, run, setUp } from '../scripts/setup.mjs';

const node = setUp();
const main = join(root, 'src', 'main.ts');
if (node === process.execPath) await import(main);
else run(node, [main, ...process.argv.slice(2)], node);
