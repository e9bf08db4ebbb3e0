import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { type PasswordHash, type PasswordHasher, requireStrongPassword } from '../accounts/password.ts';
import { revokeSessionsOf } from '../accounts/session-store.ts';
import { findUserByEmail, lockUser, updateUserRow } from '../accounts/user-store.ts';
import type { Actor } from '../permissions/actor.ts';
import type { LoginLimits } from './login-limits.ts';

interface Wanted {
  current: string;
  next: string;
  /** The address of the client. */
  address: string;
}

/** A checked change of password that is not yet stored. */
interface PreparedChange {
  from: string;
  to: PasswordHash;
}

export interface OwnPassword {
  /**
   * Checks the current password, within the limits of log-ins, and hashes the new one. This takes long, so call it
   * before the transaction of the change. A wrong password is recorded in a `transaction` of its own.
   * @throws AppError `wrong_password`, `weak_password`, `no_password`, `too_many_logins` or `too_busy`
   */
  prepare(actor: Actor, wanted: Wanted, transaction: Database['transaction']): Promise<PreparedChange>;
  /**
   * Stores the change and ends all sessions of the account.
   * @throws AppError `password_changed_meanwhile`
   */
  change(tx: Transaction, actor: Actor, prepared: PreparedChange): Promise<void>;
}

interface OwnPasswordParts {
  database: Database;
  passwords: PasswordHasher;
  limits: LoginLimits;
  clock: Clock;
}

/** Creates the service with which users change their own password. */
export function createOwnPassword(parts: OwnPasswordParts): OwnPassword {
  const { passwords, clock } = parts;
  return {
    async prepare(actor, wanted, transaction) {
      requireStrongPassword(wanted.next, actor.email);
      const from = await checkCurrent(parts, actor, wanted, transaction);
      return { from, to: await passwords.hash(wanted.next) };
    },
    async change(tx, actor, { from, to }) {
      const user = await lockUser(tx, actor.userId);
      if (!user?.active || user.passwordHash !== from) {
        throw new AppError(
          'conflict',
          'password_changed_meanwhile',
          'Another request has changed the password. Try again.',
        );
      }
      const at = clock();
      await updateUserRow(tx, user.id, { passwordHash: to }, at);
      await revokeSessionsOf(tx, user.id, at);
      const detail = { user_id: user.id, email: user.email };
      await appendAudit(tx, { at, actor: actor.email, action: 'password_changed', roomId: null, detail });
    },
  };
}

/** Checks the current password. @returns the stored hash that it was checked against */
async function checkCurrent(
  { database, passwords, limits, clock }: OwnPasswordParts,
  actor: Actor,
  { current, address }: Wanted,
  transaction: Database['transaction'],
): Promise<string> {
  const stored = (await findUserByEmail(database.query, actor.email))?.passwordHash ?? null;
  if (stored === null) {
    throw new AppError('conflict', 'no_password', 'This account has no password. Ask an admin to set one.');
  }
  const attempt = await limits.admit(actor.email, address);
  const matches = await passwords.verify(current, stored).catch(async (error) => {
    await attempt.undo();
    throw error;
  });
  if (matches) {
    await attempt.succeeded();
    return stored;
  }
  const detail = { user_id: actor.userId, address };
  await transaction((tx) =>
    appendAudit(tx, {
      at: clock(),
      actor: actor.email,
      action: 'password_change_refused',
      roomId: null,
      detail,
    }),
  );
  throw new AppError('forbidden', 'wrong_password', 'The current password is wrong.');
}
