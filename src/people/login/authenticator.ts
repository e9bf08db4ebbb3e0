import type { Queryable } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { findActorOfSession } from '../accounts/session-store.ts';
import { findUserByEmail } from '../accounts/user-store.ts';
import type { Actor } from '../permissions/actor.ts';
import { refuseToken, type TokenIssuer } from './access-token.ts';
import type { HubTokenVerifier } from './hub-token.ts';

interface Authenticated {
  actor: Actor;
  /** The session. It is null for a token of a hub, whose session ends at the hub. */
  sessionId: string | null;
}

export interface Authenticator {
  /** @throws AppError `invalid_credentials`, or `hub_unreachable` */
  authenticate(token: string): Promise<Authenticated>;
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
    authenticate(token) {
      return hub && !tokens.claimsToBeOurs(token) ? byHubToken(db, hub, token) : byOwnToken(token);
    },
  };

  async function byOwnToken(token: string): Promise<Authenticated> {
    const { email, sessionId } = await tokens.verify(token);
    const actor = await findActorOfSession(db, { sessionId, email, at: clock() });
    return actor ? { actor, sessionId } : refuseToken();
  }
}

async function byHubToken(db: Queryable, hub: HubTokenVerifier, token: string): Promise<Authenticated> {
  const user = await findUserByEmail(db, await hub(token));
  if (!user?.active) return refuseToken();
  const { id, email, name, role } = user;
  return { actor: { userId: id, email, name, role }, sessionId: null };
}
