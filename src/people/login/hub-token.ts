import { createSecretKey } from 'node:crypto';
import {
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyOptions,
  type JWTVerifyResult,
  jwtVerify,
} from 'jose';
import type { Clock } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { statedEmail } from '../accounts/email-address.ts';
import { refuseToken } from './access-token.ts';
import { secretBytes } from './jwt-secret.ts';

const CLOCK_TOLERANCE_SECONDS = 5;
const KEY_FETCH_TIMEOUT_MS = 3000;
const RETRY_AFTER_SECONDS = 10;
const PUBLIC_KEY_ALGORITHMS = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];

/** The trusted hub: one with a shared secret, or one that publishes its keys. */
interface HubSettings {
  secret?: string | undefined;
  jwksUrl?: string | undefined;
  issuer: string;
  audience: string;
  /** The claim that contains the email address. */
  emailClaim: string;
  /** The claim that is `true` if the hub has checked that the user owns the address. */
  verifiedClaim: string;
  clock: Clock;
}

/**
 * Returns the email address that a token of a hub proves.
 * @throws AppError `invalid_credentials`, or `hub_unreachable` if its keys cannot be fetched
 */
export type HubTokenVerifier = (token: string) => Promise<string>;

/**
 * Creates the verifier of tokens of a hub in which users have accounts already.
 * @throws AppError `hub_settings` unless there is either a secret or an https address of keys
 */
export function createHubTokenVerifier(settings: HubSettings): HubTokenVerifier {
  const verify = signatureCheck(settings);
  const { issuer, audience, clock } = settings;
  return async (token) => {
    const { payload, protectedHeader } = await verify(token, {
      ...{ issuer, audience, currentDate: clock(), clockTolerance: CLOCK_TOLERANCE_SECONDS },
      requiredClaims: ['exp'],
    }).catch(refuseOrReport);
    if (!isAccessToken(protectedHeader.typ, payload) || isFromTheFuture(payload, clock())) {
      return refuseToken();
    }
    return provenEmail(payload, settings) ?? refuseToken();
  };
}

type SignatureCheck = (token: string, options: JWTVerifyOptions) => Promise<JWTVerifyResult>;

function signatureCheck({ secret, jwksUrl }: HubSettings): SignatureCheck {
  if (secret !== undefined && jwksUrl === undefined) {
    const key = createSecretKey(secretBytes(secret, 'ROOMSHOT_HUB_SECRET'));
    return (token, options) => jwtVerify(token, key, { ...options, algorithms: ['HS256'] });
  }
  if (jwksUrl !== undefined && secret === undefined) {
    const keys = createRemoteJWKSet(trustworthyUrl(jwksUrl), { timeoutDuration: KEY_FETCH_TIMEOUT_MS });
    return (token, options) => jwtVerify(token, keys, { ...options, algorithms: PUBLIC_KEY_ALGORITHMS });
  }
  throw badSettings('Set either the secret of the hub or the address of its keys.');
}

/** Requires https: an attacker who changes the keys in transit could impersonate any user. */
function trustworthyUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && local)) return url;
  throw badSettings('ROOMSHOT_HUB_JWKS_URL must begin with https://.');
}

const badSettings = (message: string): AppError => new AppError('invalid', 'hub_settings', message);

function refuseOrReport(error: unknown): never {
  const unreachable =
    !(error instanceof errors.JOSEError) ||
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error.code === errors.JOSEError.code;
  if (!unreachable) return refuseToken(error);
  throw new AppError('unavailable', 'hub_unreachable', 'The keys of the hub cannot be fetched. Try again.', {
    cause: error,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

/** The types of a token that can be an access token. ID tokens have none of their own, and often `JWT`. */
const ACCESS_TYPES = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];
/** The claims with which hubs that sign several kinds of tokens with one key name the kind, and its values. */
const KINDS: Record<string, readonly unknown[]> = {
  type: [undefined, 'access'],
  token_use: [undefined, 'access'],
  typ: [undefined, 'Bearer', 'at+jwt', 'access'],
};
/** Claims that only ID tokens, logout tokens and security events have (OpenID Connect, RFC 8417). */
const OTHER_KINDS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'];

/** Returns whether a token gives access. An ID token only tells the client who has signed in. */
function isAccessToken(type: string | undefined, payload: JWTPayload): boolean {
  const { aud, azp } = payload;
  // An ID token is addressed to the client that requested it, an access token to this server.
  const isForItsClient = azp !== undefined && [aud].flat().includes(azp as string);
  return (
    ACCESS_TYPES.includes(type?.toLowerCase()) &&
    Object.entries(KINDS).every(([claim, values]) => values.includes(payload[claim])) &&
    OTHER_KINDS.every((claim) => payload[claim] === undefined) &&
    !isForItsClient
  );
}

const isFromTheFuture = ({ iat }: JWTPayload, now: Date): boolean =>
  iat !== undefined && iat > now.getTime() / 1000 + CLOCK_TOLERANCE_SECONDS;

/** Returns the address that the hub has checked. Every value but `true` means that it has not. */
const provenEmail = (
  payload: JWTPayload,
  { emailClaim, verifiedClaim }: Pick<HubSettings, 'emailClaim' | 'verifiedClaim'>,
): string | undefined => (payload[verifiedClaim] === true ? statedEmail(payload[emailClaim]) : undefined);
