import { createProgram } from './cli/program.ts';
import { AppError } from './platform/kernel/errors.ts';

/** The operator can mend these too, and the message says which of them it was, and of which file. */
const REFUSALS = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EISDIR', 'EEXIST'];

const isForOperator = (error: unknown): error is Error =>
  error instanceof AppError ||
  (error instanceof Error && 'code' in error && REFUSALS.includes(String(error.code)));

try {
  await createProgram(process.env).parseAsync();
} catch (error) {
  // What the operator can mend is said in one line; a fault of ours needs its stack.
  console.error(isForOperator(error) ? `roomshot: ${error.message}` : error);
  process.exitCode = 1;
}
