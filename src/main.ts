import { createProgram } from './cli/program.ts';
import { AppError } from './kernel/errors.ts';

try {
  await createProgram(process.env).parseAsync();
} catch (error) {
  // What the operator can mend is said in one line; a fault of ours needs its stack.
  console.error(error instanceof AppError ? `roomshot: ${error.message}` : error);
  process.exitCode = 1;
}
