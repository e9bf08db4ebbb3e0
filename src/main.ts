import { createProgram } from './cli/program.ts';
import { databaseFailure } from './platform/db/database-error.ts';
import { AppError } from './platform/kernel/errors.ts';
import { hasSystemCode } from './platform/kernel/system-error.ts';

/** The operator can solve these too. The message of the system names the problem and the file. */
const REFUSALS = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EISDIR', 'EEXIST'];

const isForOperator = (error: unknown): error is Error =>
  error instanceof AppError || hasSystemCode(error, ...REFUSALS);

// Everything that an installation writes is for its user alone: the database, files, keys, backups.
process.umask(0o077);

// Who reads the output may stop, as `head` does. The command does its work all the same.
process.stdout.on('error', (error) => {
  if (!hasSystemCode(error, 'EPIPE')) throw error;
});

try {
  await createProgram(process.env).parseAsync();
} catch (cause) {
  const error = databaseFailure(cause) ?? cause;
  // One line is enough for a problem that the operator can solve. A fault of the program needs its stack.
  console.error(isForOperator(error) ? `roomshot: ${error.message}` : error);
  process.exitCode = 1;
}
