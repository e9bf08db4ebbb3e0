// Runs one of the project's development tools: node scripts/tool.mjs vitest run
import { run, setUpForDevelopment } from './setup.mjs';

const [command, ...args] = process.argv.slice(2);
run(command, args, setUpForDevelopment());
