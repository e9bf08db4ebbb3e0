import type { LogGrowth } from './log-growth.ts';
import type { PreparedPGlite } from './prepared-statements.ts';

const VACUUM_INTERVAL_MS = 10 * 60_000;

/**
 * Does the work of the processes that an embedded engine lacks: vacuums by time, and checkpoints by time and by the size
 * of the write-ahead log. Returns a function that stops.
 */
export function startHousekeeping(
  pglite: Pick<PreparedPGlite, 'exec' | 'closed'>,
  growth: LogGrowth,
): () => void {
  let stopped = false;
  const run = async (statements: readonly string[]): Promise<void> => {
    try {
      for (const statement of statements) if (!stopped) await pglite.exec(statement);
    } catch (error) {
      if (!stopped) process.emitWarning(error as Error);
    }
  };
  const timer = setInterval(() => void run(['vacuum', 'checkpoint']), VACUUM_INTERVAL_MS).unref();
  growth.watch(() => setImmediate(() => void run(['checkpoint'])));
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
