// Runs one of the project's development tools: node scripts/tool.mjs vitest run
import { run, setUp } from './setup.mjs';

const [command, ...args] = process.argv.slice(2);
run(command, args, setUp());
