import { createSecretKey } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { Clock } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { normalEmail } from '../accounts/email-address.ts';
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
  issuer?: string | undefined;
  audience?: string | undefined;
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
  return async (token) => {
    const options: JWTVerifyOptions = {
      requiredClaims: ['exp'],
      currentDate: settings.clock(),
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      ...(settings.issuer !== undefined && { issuer: settings.issuer }),
      ...(settings.audience !== undefined && { audience: settings.audience }),
    };
    const payload = await verify(token, options).catch(refuseOrReport);
    // Hubs that sign several kinds of tokens with one key distinguish them by this claim.
    if (payload.type !== undefined && payload.type !== 'access') return refuseToken();
    return provenEmail(payload) ?? refuseToken();
  };
}

type SignatureCheck = (token: string, options: JWTVerifyOptions) => Promise<JWTPayload>;

function signatureCheck({ secret, jwksUrl }: HubSettings): SignatureCheck {
  if (secret !== undefined && jwksUrl === undefined) {
    const key = createSecretKey(secretBytes(secret, 'ROOMSHOT_HUB_SECRET'));
    return async (token, options) =>
      (await jwtVerify(token, key, { ...options, algorithms: ['HS256'] })).payload;
  }
  if (jwksUrl !== undefined && secret === undefined) {
    const keys = createRemoteJWKSet(trustworthyUrl(jwksUrl), { timeoutDuration: KEY_FETCH_TIMEOUT_MS });
    return async (token, options) =>
      (await jwtVerify(token, keys, { ...options, algorithms: PUBLIC_KEY_ALGORITHMS })).payload;
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

/** Returns the subject if it is an email address, or else the `email` claim, unless the hub marks it as unverified. */
function provenEmail({ sub, email, email_verified: verified }: JWTPayload): string | undefined {
  if (sub?.includes('@')) return normalEmail(sub);
  return typeof email === 'string' && verified !== false ? normalEmail(email) : undefined;
}
