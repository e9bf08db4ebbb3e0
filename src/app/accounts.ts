import { createPasswordHasher, type PasswordHasher } from '../people/accounts/password.ts';
import { createUserService, type UserService } from '../people/accounts/user-service.ts';
import { createTokenIssuer, OWN_ISSUER } from '../people/login/access-token.ts';
import { type Authenticator, createAuthenticator } from '../people/login/authenticator.ts';
import { createHubTokenVerifier } from '../people/login/hub-token.ts';
import { loadJwtSecret } from '../people/login/jwt-secret.ts';
import { createLoginService, type LoginService } from '../people/login/login.ts';
import { createLoginLimits } from '../people/login/login-limits.ts';
import { createOwnPassword, type OwnPassword } from '../people/login/own-password.ts';
import type { Clock } from '../platform/kernel/clock.ts';
import type { Config } from './config.ts';
import { placesIn } from './data-folder.ts';
import type { Platform } from './platform.ts';

const TOKEN_LIFETIME_SECONDS = 12 * 3600;

export interface Accounts {
  readonly users: UserService;
  /** There is one per process, because it limits how many passwords are hashed at a time. */
  readonly passwords: PasswordHasher;
}

export function createAccounts(clock: Clock, passwords = createPasswordHasher()): Accounts {
  return { passwords, users: createUserService({ passwords, clock }) };
}

/** The parts that authenticate requests. */
interface Auth {
  authenticator: Authenticator;
  login: LoginService;
  ownPassword: OwnPassword;
}

export type AuthSettings = Pick<Config, 'dataFolder' | 'jwtSecret' | 'hub'>;

/** @throws AppError `bad_setting` for a secret or a hub that cannot be used */
export async function createAuth(
  { dataFolder, jwtSecret, hub }: AuthSettings,
  { database, clock }: Pick<Platform, 'database' | 'clock'>,
  { passwords }: Pick<Accounts, 'passwords'>,
): Promise<Auth> {
  const limits = createLoginLimits(database.query);
  const tokens = createTokenIssuer({
    secret: await loadJwtSecret(placesIn(dataFolder).jwtSecret, jwtSecret),
    issuer: OWN_ISSUER,
    audience: 'roomshot',
    lifetimeSeconds: TOKEN_LIFETIME_SECONDS,
    clock,
  });
  const verifier = hub && createHubTokenVerifier({ ...hub, clock });
  return {
    authenticator: createAuthenticator({ db: database.query, tokens, hub: verifier, clock }),
    login: createLoginService({ database, passwords, tokens, limits, clock }),
    ownPassword: createOwnPassword({ database, passwords, limits, clock }),
  };
}
