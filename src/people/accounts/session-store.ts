import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { deleteInBatches } from '../../platform/db/delete-in-batches.ts';
import { CLOCK_TOLERANCE_MS } from '../../platform/kernel/clock.ts';
import type { Actor } from '../permissions/actor.ts';
import type { Role } from '../permissions/roles.ts';

interface Session {
  id: string;
  userId: string;
  createdAt: Date;
  expiresAt: Date;
}

/**
 * Returns the user of a session, with the current data of the account. Returns `undefined` if the session or the
 * account has ended, or if the session was opened while the clock was ahead.
 */
export async function findActorOfSession(
  db: Queryable,
  { sessionId, email, at }: { sessionId: string; email: string; at: Date },
): Promise<Actor | undefined> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['users.id as userId', 'users.email', 'users.name', 'users.role'])
    .where('sessions.id', '=', sessionId)
    .where('sessions.revoked_at', 'is', null)
    .where('sessions.expires_at', '>', at)
    .where('sessions.created_at', '<=', new Date(at.getTime() + CLOCK_TOLERANCE_MS))
    .where('users.email', '=', email)
    .where('users.active', '=', true)
    .executeTakeFirst();
  return row && { ...row, role: row.role as Role };
}

/**
 * Does the same, and locks the account and the session: neither can change or end until the transaction ends. Every
 * transaction locks the account first, which prevents deadlocks.
 */
export async function lockActorOfSession(
  tx: Transaction,
  { sessionId, email, at }: { sessionId: string; email: string; at: Date },
): Promise<Actor | undefined> {
  const { rows } = await sql<Actor>`
    with account as (
      select id, email, name, role from users where email = ${email} and active for share
    )
    select account.id as "userId", account.email, account.name, account.role
    from account join sessions on sessions.user_id = account.id
    where sessions.id = ${sessionId}::uuid and sessions.revoked_at is null
      and sessions.expires_at > ${at}::timestamptz
      and sessions.created_at <= ${new Date(at.getTime() + CLOCK_TOLERANCE_MS)}::timestamptz
    for share of sessions`.execute(tx);
  return rows[0];
}

export async function openSession(tx: Transaction, session: Session): Promise<void> {
  await tx
    .insertInto('sessions')
    .values({
      id: session.id,
      user_id: session.userId,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** Revokes the oldest sessions of an account, so that at most so many are left. */
export async function revokeOldestSessions(
  tx: Transaction,
  { userId, most, at }: { userId: string; most: number; at: Date },
): Promise<void> {
  await sql`
    update sessions set revoked_at = ${at}::timestamptz
    where id in (
      select id from sessions
      where user_id = ${userId}::uuid and revoked_at is null and expires_at > ${at}::timestamptz
      order by created_at desc, id offset ${most}::int
    )`.execute(tx);
}

/** Revokes a session. @returns false if it had ended already */
export async function revokeSession(tx: Transaction, sessionId: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('sessions')
    .set({ revoked_at: at })
    .where('id', '=', sessionId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Revokes all sessions of an account. */
export async function revokeSessionsOf(tx: Transaction, userId: string, at: Date): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ revoked_at: at })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .execute();
}

/** Revokes the sessions that were opened while the clock was ahead. Returns how many there were. */
export async function revokeFutureSessions(tx: Transaction, at: Date): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('sessions')
    .set({ revoked_at: at })
    .where('created_at', '>', new Date(at.getTime() + CLOCK_TOLERANCE_MS))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Deletes expired sessions. Returns how many there were. */
export const forgetExpiredSessions = (db: Queryable, at: Date): Promise<number> =>
  deleteInBatches(db, 'sessions', sql`expires_at < ${at}::timestamptz`);
