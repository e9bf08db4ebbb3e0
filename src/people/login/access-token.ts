import { createSecretKey } from 'node:crypto';
import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { type Clock, isInFuture } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { isId, newId } from '../../platform/kernel/ids.ts';
import type { Role } from '../permissions/roles.ts';

/** The issuer that our own tokens name. It distinguishes them from the tokens of a hub. */
export const OWN_ISSUER = 'roomshot';
const ALGORITHM = 'HS256';
const REMEMBERED = 1000;
/** The type of the token (RFC 9068), which distinguishes it from other tokens. */
const TYPE = 'at+jwt';

/** The claims of our own tokens: the session. All other data are read from the database. */
interface AccessClaims {
  email: string;
  sessionId: string;
}

interface Holder {
  email: string;
  name: string;
  role: Role;
}

export interface TokenIssuer {
  issue(holder: Holder, sessionId: string): Promise<{ token: string; expiresAt: Date }>;
  /** @throws AppError `invalid_credentials` */
  verify(token: string): Promise<AccessClaims>;
  /** Returns whether a token claims to be ours. This proves nothing. */
  claimsToBeOurs(token: string): boolean;
}

interface TokenSettings {
  secret: Uint8Array;
  issuer: string;
  audience: string;
  lifetimeSeconds: number;
  clock: Clock;
}

interface VerifiedToken {
  claims: AccessClaims;
  issuedAt: Date;
  expiresAt: Date;
}

/** A token from the future was issued while the clock was wrong, and would be valid for as long as the clock leapt. */
const isValidAt = ({ issuedAt, expiresAt }: VerifiedToken, now: Date): boolean =>
  expiresAt > now && !isInFuture(issuedAt, now);

/** Issues and verifies our own access tokens. */
export function createTokenIssuer(settings: TokenSettings): TokenIssuer {
  const { issuer, audience, lifetimeSeconds, clock } = settings;
  const key = createSecretKey(settings.secret);
  // A valid signature stays valid. The session is checked for each request.
  const verified = new LRUCache<string, VerifiedToken>({ max: REMEMBERED });
  return {
    async issue({ email, name, role }, sessionId) {
      const now = Math.floor(clock().getTime() / 1000);
      const expiry = now + lifetimeSeconds;
      const token = await new SignJWT({ sid: sessionId, role, name })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
        .setSubject(email)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(expiry)
        .setJti(newId())
        .sign(key);
      return { token, expiresAt: new Date(expiry * 1000) };
    },
    async verify(token) {
      const known = verified.get(token);
      if (known && isValidAt(known, clock())) return known.claims;
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer,
        audience,
        requiredClaims: ['sub', 'sid', 'iat', 'exp', 'jti'],
        currentDate: clock(),
      }).catch(refuseToken);
      const { sub, sid } = payload;
      if (typeof sub !== 'string' || typeof sid !== 'string' || !isId(sid)) return refuseToken();
      const { iat = 0, exp = 0 } = payload;
      const found = {
        claims: { email: sub, sessionId: sid },
        issuedAt: new Date(iat * 1000),
        expiresAt: new Date(exp * 1000),
      };
      if (!isValidAt(found, clock())) return refuseToken();
      verified.set(token, found);
      return found.claims;
    },
    claimsToBeOurs: (token) => statedIssuer(token) === issuer,
  };
}

/**
 * Refuses a token with the same error for every cause.
 * @throws AppError `invalid_credentials`, always
 */
export function refuseToken(cause?: unknown): never {
  throw new AppError('unauthenticated', 'invalid_credentials', 'Could not validate credentials', { cause });
}

function statedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
