import type { Config } from '../app/config.ts';
import { openAdminApi } from './admin-api.ts';

interface ClockStatus {
  time: string;
  doubt: { text: string } | null;
  cleaned_up_to: string | null;
}

/** Prints the time of the server, and whether it is trusted. Returns whether it is. */
export async function showClock(config: Config): Promise<boolean> {
  await using api = await openAdminApi(config);
  const answer = await api.send('GET', '/admin/clock');
  return describe((await answer.json()) as ClockStatus);
}

/** Confirms that the clock of the server is right. */
export async function confirmClock(config: Config): Promise<boolean> {
  await using api = await openAdminApi(config);
  const answer = await api.send('POST', '/admin/clock/confirmation');
  return describe((await answer.json()) as ClockStatus);
}

function describe({ time, doubt, cleaned_up_to: cleanedUpTo }: ClockStatus): boolean {
  console.log(`The server has ${time}.`);
  console.log(
    doubt
      ? `${doubt.text} Nothing is removed until you confirm the clock. Correct it if necessary, then run: roomshot clock confirm`
      : `The clock is trusted. The last clean-up removed data until ${cleanedUpTo}.`,
  );
  return doubt === null;
}
