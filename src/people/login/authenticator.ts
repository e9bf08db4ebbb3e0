import type { Queryable, Transaction } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { findActorOfSession, lockActorOfSession } from '../accounts/session-store.ts';
import { findUserByEmail, lockUserShared, type User } from '../accounts/user-store.ts';
import type { Actor } from '../permissions/actor.ts';
import { refuseToken, type TokenIssuer } from './access-token.ts';
import type { HubTokenVerifier } from './hub-token.ts';

/** The claims of a valid token. It is valid by itself, which says nothing about the account. */
export interface Credentials {
  email: string;
  /** The session. It is null for a token of a hub, whose session ends at the hub. */
  sessionId: string | null;
}

interface Authenticated {
  actor: Actor;
  sessionId: string | null;
}

export interface Authenticator {
  /**
   * Verifies a token without the database.
   * @throws AppError `invalid_credentials`, or `hub_unreachable`
   */
  verify(token: string): Promise<Credentials>;
  /**
   * Finds the account, as it is now.
   * @throws AppError `invalid_credentials` if the account or the session has ended
   */
  identify(credentials: Credentials): Promise<Authenticated>;
  /** Does the same, and locks the account and the session until the transaction ends. */
  identifyLocked(tx: Transaction, credentials: Credentials): Promise<Authenticated>;
}

interface AuthenticatorParts {
  db: Queryable;
  tokens: TokenIssuer;
  hub?: HubTokenVerifier | undefined;
  clock: Clock;
}

/**
 * Authenticates each request with one query, so that a log-out, a deactivation and a new role take effect at the next
 * request.
 */
export function createAuthenticator({ db, tokens, hub, clock }: AuthenticatorParts): Authenticator {
  return {
    async verify(token) {
      if (!hub || tokens.claimsToBeOurs(token)) return tokens.verify(token);
      return { email: await hub(token), sessionId: null };
    },
    async identify({ email, sessionId }) {
      const actor =
        sessionId === null
          ? toActor(await findUserByEmail(db, email))
          : await findActorOfSession(db, { sessionId, email, at: clock() });
      return actor ? { actor, sessionId } : refuseToken();
    },
    async identifyLocked(tx, { email, sessionId }) {
      const actor =
        sessionId === null
          ? toActor(await lockUserShared(tx, email))
          : await lockActorOfSession(tx, { sessionId, email, at: clock() });
      return actor ? { actor, sessionId } : refuseToken();
    },
  };
}

function toActor(user: User | undefined): Actor | undefined {
  if (!user?.active) return undefined;
  const { id, email, name, role } = user;
  return { userId: id, email, name, role };
}
