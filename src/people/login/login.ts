import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { MAX_EMAIL_LENGTH, normalEmail } from '../accounts/email-address.ts';
import type { PasswordHash, PasswordHasher } from '../accounts/password.ts';
import { openSession, revokeOldestSessions, revokeSession } from '../accounts/session-store.ts';
import {
  findUserByEmail,
  lockUser,
  replaceHash,
  type User,
  type UserWithHash,
} from '../accounts/user-store.ts';
import type { Actor } from '../permissions/actor.ts';
import type { TokenIssuer } from './access-token.ts';
import type { LoginLimits } from './login-limits.ts';

/** Of one account. The next login ends the oldest. */
const MAX_SESSIONS = 500;

interface LoginParts {
  database: Database;
  passwords: PasswordHasher;
  tokens: TokenIssuer;
  limits: LoginLimits;
  clock: Clock;
}

interface Attempted {
  email: string;
  password: string;
  /** The address of the client. */
  address: string;
}

interface LoggedIn {
  token: string;
  expiresAt: Date;
  user: User;
}

export interface LoginService {
  /** @throws AppError `invalid_login`, `too_many_logins` or `too_busy` */
  logIn(attempted: Attempted): Promise<LoggedIn>;
  /** Ends the session at once. A token of a hub has no session here. */
  logOut(tx: Transaction, actor: Actor, sessionId: string | null): Promise<void>;
}

type Refusal = 'unknown_account' | 'deactivated' | 'no_password' | 'wrong_password';

/** Creates the service for log-in by password and log-out. */
export function createLoginService(parts: LoginParts): LoginService {
  const { database, passwords, limits, clock } = parts;
  return {
    async logIn({ email: given, password, address }) {
      const email = attemptedEmail(given);
      const attempt = await limits.admit(email, address);
      try {
        const user = await findUserByEmail(database.query, email);
        // Verify in any case: the response time must not reveal which accounts exist.
        const matches = await passwords.verify(password, user?.passwordHash ?? null);
        const refusal = refusalFor(user, matches);
        if (!user || refusal) return await refuse(database, clock, { email, address, refusal });
        const loggedIn = await issueSession(parts, user, { password, address });
        await attempt.succeeded();
        return loggedIn;
      } catch (error) {
        if (!isWrongLogin(error)) await attempt.undo();
        throw error;
      }
    },
    async logOut(tx, actor, sessionId) {
      if (sessionId === null) return;
      const at = clock();
      if (!(await revokeSession(tx, sessionId, at))) return;
      const detail = { session_id: sessionId };
      await appendAudit(tx, { at, actor: actor.email, action: 'logged_out', roomId: null, detail });
    },
  };
}

/** Returns the email address of an attempt for the log. A text that the database cannot store cannot be an account. */
const attemptedEmail = (given: string): string =>
  normalEmail(
    given
      .slice(0, MAX_EMAIL_LENGTH)
      .toWellFormed()
      .replace(/\p{Cc}/gu, '\uFFFD'),
  ).slice(0, MAX_EMAIL_LENGTH);

function refusalFor(user: UserWithHash | undefined, matches: boolean): Refusal | undefined {
  if (!user) return 'unknown_account';
  if (!user.active) return 'deactivated';
  if (user.passwordHash === null) return 'no_password';
  return matches ? undefined : 'wrong_password';
}

const wrongLogin = (): AppError =>
  new AppError('unauthenticated', 'invalid_login', 'Invalid email or password');

const isWrongLogin = (error: unknown): boolean => error instanceof AppError && error.code === 'invalid_login';

async function refuse(
  database: Database,
  clock: Clock,
  { email, address, refusal }: { email: string; address: string; refusal: Refusal | undefined },
): Promise<never> {
  await database.transaction((tx) =>
    appendAudit(tx, {
      at: clock(),
      actor: 'anonymous',
      action: 'login_failed',
      roomId: null,
      detail: { email, address, reason: refusal ?? 'unknown_account' },
    }),
  );
  throw wrongLogin();
}

async function issueSession(
  { database, passwords, tokens, clock }: LoginParts,
  found: UserWithHash,
  { password, address }: { password: string; address: string },
): Promise<LoggedIn> {
  const better = await betterHash(passwords, password, found.passwordHash);
  return database.transaction(async (tx) => {
    const user = await lockUser(tx, found.id);
    // The account was deactivated, or its password changed, during the check.
    if (!user?.active || user.passwordHash !== found.passwordHash) throw wrongLogin();
    const sessionId = newId();
    const at = clock();
    const { token, expiresAt } = await tokens.issue(user, sessionId);
    await revokeOldestSessions(tx, { userId: user.id, most: MAX_SESSIONS - 1, at });
    await openSession(tx, { id: sessionId, userId: user.id, createdAt: at, expiresAt });
    if (better !== undefined) await replaceHash(tx, user.id, better);
    const detail = { address, session_id: sessionId };
    await appendAudit(tx, { at, actor: user.email, action: 'login_succeeded', roomId: null, detail });
    return { token, expiresAt, user };
  });
}

/** Rehashes a password after a change of the costs. Only a log-in has the password. */
async function betterHash(
  passwords: PasswordHasher,
  password: string,
  stored: string | null,
): Promise<PasswordHash | undefined> {
  return stored !== null && passwords.isOutdated(stored) ? passwords.hash(password) : undefined;
}
