import { openRoomshot } from '../app/app.ts';
import type { Config } from '../app/config.ts';
import type { NewAccounts } from '../app/first-start.ts';
import { startRehearsal } from '../app/rehearsal.ts';
import { serve } from '../app/serve.ts';
import { startWatchdog } from '../platform/watchdog/watchdog.ts';
import { createLog } from './log.ts';
import { requireSharedDatabase } from './shared-database.ts';
import { stopSignal } from './stop-signal.ts';

interface ServeRole {
  /** Whether this process also runs jobs. */
  works: boolean;
}

/**
 * Runs the server until a signal stops it.
 * @throws AppError `database_not_shared`
 */
export async function runServer(config: Config, { works }: ServeRole): Promise<void> {
  if (!works) requireSharedDatabase(config, 'roomshot serve --no-work');
  const log = createLog({ level: config.logLevel, format: config.logFormat });
  for (const warning of config.warnings) log.warn(warning);
  const stopWatchdog = startWatchdog({ service: config.serviceWatchdog });
  await using roomshot = await openRoomshot(config, log);
  const server = await serve(config, roomshot, {
    works,
    onNewAccounts: (made) => process.stdout.write(describeAccounts(made)),
  });
  let stopRehearsal = async () => {};
  try {
    process.stdout.write(`Roomshot is ready at ${server.address}\n`);
    stopRehearsal = startRehearsal({ ...roomshot, ...roomshot.records, http: server.http });
    const signal = await stopSignal();
    log.info({ signal }, 'stopping');
  } finally {
    // A server that failed here would go on listening, without its database.
    await stopRehearsal();
    await server.stop();
    await stopWatchdog();
  }
}

function describeAccounts({ accounts, password, given }: NewAccounts): string {
  const width = Math.max(...accounts.map(({ email }) => email.length));
  const lines = accounts.map(({ email, role }) => `  ${email.padEnd(width)}  ${role}`);
  const secret = given ? 'the one in ROOMSHOT_ADMIN_PASSWORD' : `${password}   (shown only now)`;
  return [`New accounts:`, ...lines, `  Password of each: ${secret}`, '', ''].join('\n');
}
