import type { Config } from '../app/config.ts';
import { AppError } from '../platform/kernel/errors.ts';

/** @throws AppError `database_not_shared` if no other process can use the database at the same time */
export function requireSharedDatabase({ databaseUrl }: Pick<Config, 'databaseUrl'>, command: string): void {
  if (databaseUrl) return;
  const message = `\`${command}\` needs a PostgreSQL server, because only one process can use the embedded database. Set DATABASE_URL, or let \`roomshot serve\` do all.`;
  throw new AppError('invalid', 'database_not_shared', message);
}
