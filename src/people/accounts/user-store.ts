import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { matchesTyped } from '../../platform/db/search-condition.ts';
import type { Role } from '../permissions/roles.ts';
import type { PasswordHash } from './password.ts';

/** The number of an advisory lock. Nothing else may use it. */
const ACCOUNT_CHANGES = 7_412_001;

/** An account. */
export interface User {
  id: string;
  email: string;
  name: string;
  role: Role;
  active: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/** An account with the hash of its password. Without a hash, log-in by password is impossible. */
export interface UserWithHash extends User {
  passwordHash: string | null;
}

export interface NewUser {
  id: string;
  email: string;
  name: string;
  role: Role;
  passwordHash: PasswordHash | null;
  createdAt: Date;
}

export interface UserFilter {
  /** A part of the name or the address. */
  search?: string | undefined;
  role?: Role | undefined;
  active?: boolean | undefined;
  /** The address after which the page begins. */
  after?: string | undefined;
  limit: number;
}

export interface UserFields {
  name?: string | undefined;
  role?: Role | undefined;
  active?: boolean | undefined;
  passwordHash?: PasswordHash | undefined;
}

export async function findUserByEmail(db: Queryable, email: string): Promise<UserWithHash | undefined> {
  const row = await db.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst();
  return row && toUserWithHash(row);
}

export async function findUserById(db: Queryable, id: string): Promise<User | undefined> {
  const row = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toUser(row);
}

/** Finds an account, and locks it against changes until the transaction ends. Others can lock it too. */
export async function lockUserShared(tx: Transaction, email: string): Promise<User | undefined> {
  const row = await tx
    .selectFrom('users')
    .selectAll()
    .where('email', '=', email)
    .forShare()
    .executeTakeFirst();
  return row && toUser(row);
}

/**
 * Waits until no other transaction changes accounts. A request that changes accounts calls this before it locks its
 * own account shared. Two of them could otherwise wait for each other, each to lock the account of the other.
 */
export async function lockAccountChanges(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ACCOUNT_CHANGES})`.execute(tx);
}

/** Locks an account against changes until the transaction ends. */
export async function lockUser(tx: Transaction, id: string): Promise<UserWithHash | undefined> {
  const row = await tx.selectFrom('users').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && toUserWithHash(row);
}

/**
 * Locks the active administrators against changes until the transaction ends. Callers take this lock before any other
 * lock on accounts. The order of rows is fixed, so that two administrators who demote each other cause no deadlock.
 */
export async function lockActiveAdmins(tx: Transaction): Promise<string[]> {
  const rows = await tx
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('active', '=', true)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

export async function anyUserExists(db: Queryable): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Returns those of the given addresses whose account can log in. */
export async function findActiveEmails(db: Queryable, emails: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('users')
    .select('email')
    .where('email', 'in', emails)
    .where('active', '=', true)
    .execute();
  return new Set(rows.map(({ email }) => email));
}

/** Returns one page of accounts, by address. */
export async function listUsers(db: Queryable, filter: UserFilter): Promise<User[]> {
  const { search, role, active, after, limit } = filter;
  let query = db.selectFrom('users').selectAll().orderBy('email').limit(limit);
  if (search !== undefined) {
    query = query.where(matchesTyped(sql`concat_ws(' ', email, name)`, search));
  }
  if (role !== undefined) query = query.where('role', '=', role);
  if (active !== undefined) query = query.where('active', '=', active);
  if (after !== undefined) query = query.where('email', '>', after);
  return (await query.execute()).map(toUser);
}

/** @returns nothing if the address is taken */
export async function insertUser(tx: Transaction, user: NewUser): Promise<User | undefined> {
  const row = await tx
    .insertInto('users')
    .values({
      id: user.id,
      email: user.email,
      name: user.name,
      role: user.role,
      password_hash: user.passwordHash,
      active: true,
      created_at: user.createdAt,
      updated_at: user.createdAt,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && toUser(row);
}

/** Changes the fields that are given and leaves the others. */
export async function updateUserRow(
  tx: Transaction,
  id: string,
  { name, role, active, passwordHash }: UserFields,
  at: Date,
): Promise<User> {
  const row = await tx
    .updateTable('users')
    .set({ name, role, active, password_hash: passwordHash, updated_at: at })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toUser(row);
}

/** Replaces a hash by a stronger one of the same password. */
export async function replaceHash(tx: Transaction, id: string, passwordHash: PasswordHash): Promise<void> {
  await tx.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', id).execute();
}

type UserRow = Selectable<Schema['users']>;

const toUser = (row: UserRow): User => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role as Role,
  active: row.active,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const toUserWithHash = (row: UserRow): UserWithHash => ({ ...toUser(row), passwordHash: row.password_hash });
