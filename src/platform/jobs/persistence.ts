import { setTimeout as pause } from 'node:timers/promises';
import { passingTrouble } from '../db/outside-failure.ts';

const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 5000;

/**
 * Repeats a change of the database while the database or its disk is unusable. The result of a job must not get lost
 * in a short outage.
 * @param signal ends the repetition. The last error is thrown then
 * @throws every other error at once
 */
export async function persist<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !passingTrouble(error)) throw error;
      await pause(pauseMs, undefined, { signal }).catch(() => {});
    }
  }
}
