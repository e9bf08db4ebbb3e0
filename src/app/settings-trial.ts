import { createHubTokenVerifier } from '../people/login/hub-token.ts';
import { secretBytes } from '../people/login/jwt-secret.ts';
import { systemClock } from '../platform/kernel/clock.ts';
import type { Config } from './config.ts';
import { readAuthorityCertificates } from './signing-settings.ts';

/**
 * Checks the settings that are otherwise checked during a start, so that a command can report them without one.
 * @throws AppError as the start would
 */
export async function requireUsable({
  jwtSecret,
  hub,
  timeStamps,
}: Pick<Config, 'jwtSecret' | 'hub' | 'timeStamps'>): Promise<void> {
  if (jwtSecret !== undefined) secretBytes(jwtSecret, 'ROOMSHOT_JWT_SECRET');
  if (hub) createHubTokenVerifier({ ...hub, clock: systemClock });
  if (timeStamps.authority) await readAuthorityCertificates(timeStamps.authority.certificatePath);
}
