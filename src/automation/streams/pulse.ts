import type { Database } from '../../platform/db/database.ts';
import { PULSE_CHANNEL, sendPulse } from './room-event-store.ts';

const INTERVAL_MS = 5000;

interface PulseListeners {
  /** Whether anybody needs to know. */
  areThere(): boolean;
  /** A pulse has arrived, of this or of another process. */
  onPulse(): void;
}

/**
 * Sends a pulse through the database every few seconds, on the connection that brings the events. While pulses arrive,
 * events arrive too. Returns a function that ends this.
 */
export async function openPulse(
  database: Database,
  { areThere, onPulse }: PulseListeners,
): Promise<() => Promise<void>> {
  const unlisten = await database.listen(PULSE_CHANNEL, onPulse);
  let underway = Promise.resolve();
  let isUnderway = false;
  const timer = setInterval(() => {
    // A database that does not answer must not collect pulses.
    if (isUnderway || !areThere()) return;
    isUnderway = true;
    underway = sendPulse(database.query)
      // No pulse says enough.
      .catch(() => {})
      .finally(() => {
        isUnderway = false;
      });
  }, INTERVAL_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await underway;
    await unlisten();
  };
}
