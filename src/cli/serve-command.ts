import { openRoomshot } from '../app/app.ts';
import type { Config } from '../app/config.ts';
import type { NewAccounts } from '../app/first-start.ts';
import { startRehearsal } from '../app/rehearsal.ts';
import { serve } from '../app/serve.ts';
import { startWatchdog } from '../platform/watchdog/watchdog.ts';
import { createLog } from './log.ts';

/** Runs the server until a signal stops it. */
export async function runServer(config: Config): Promise<void> {
  const log = createLog({ level: config.logLevel, format: config.logFormat });
  for (const warning of config.warnings) log.warn(warning);
  const stopWatchdog = startWatchdog({ service: config.serviceWatchdog });
  await using roomshot = await openRoomshot(config, log);
  const server = await serve(config, roomshot, (made) => process.stdout.write(describeAccounts(made)));
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

/** A terminal and a launcher may each pass on the same key press. */
const SAME_PRESS_MS = 1000;

/** Resolves at the first signal; a later one ends the process at once. */
function stopSignal(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let first: number | undefined;
  const onSignal = (signal: string) => {
    first ??= performance.now();
    if (performance.now() - first > SAME_PRESS_MS) process.exit(1);
    resolve(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  return promise;
}

function describeAccounts({ accounts, password, given }: NewAccounts): string {
  const width = Math.max(...accounts.map(({ email }) => email.length));
  const lines = accounts.map(({ email, role }) => `  ${email.padEnd(width)}  ${role}`);
  const secret = given ? 'the one in ROOMSHOT_ADMIN_PASSWORD' : `${password}   (shown only now)`;
  return [`New accounts:`, ...lines, `  Password of each: ${secret}`, '', ''].join('\n');
}
