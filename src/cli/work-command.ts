import { openRoomshot } from '../app/app.ts';
import type { Config } from '../app/config.ts';
import { work } from '../app/work.ts';
import { startWatchdog } from '../platform/watchdog/watchdog.ts';
import { createLog } from './log.ts';
import { requireSharedDatabase } from './shared-database.ts';
import { stopSignal } from './stop-signal.ts';

/**
 * Makes snapshots for servers until a signal stops it.
 * @throws AppError `database_not_shared`
 */
export async function runWorker(config: Config): Promise<void> {
  requireSharedDatabase(config, 'roomshot work');
  const log = createLog({ level: config.logLevel, format: config.logFormat });
  for (const warning of config.warnings) log.warn(warning);
  const stopWatchdog = startWatchdog({ service: config.serviceWatchdog });
  await using roomshot = await openRoomshot(config, log);
  const worker = await work(config, roomshot);
  try {
    process.stdout.write(`Roomshot works, and answers health checks at ${worker.address}\n`);
    const signal = await stopSignal();
    log.info({ signal }, 'stopping');
  } finally {
    await worker.stop();
    await stopWatchdog();
  }
}
