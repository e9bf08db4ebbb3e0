import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import type { Fact } from '../../platform/events/payload.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { isId, newId } from '../../platform/kernel/ids.ts';
import { hasInvisible, isName } from '../../platform/kernel/name-text.ts';
import type { Actor } from '../permissions/actor.ts';
import type { Role } from '../permissions/roles.ts';
import { parseEmail } from './email-address.ts';
import { type PasswordHash, type PasswordHasher, requireStrongPassword } from './password.ts';
import { revokeSessionsOf } from './session-store.ts';
import {
  findUserById,
  insertUser,
  listUsers,
  lockActiveAdmins,
  lockUser,
  type User,
  type UserFields,
  type UserFilter,
  type UserWithHash,
  updateUserRow,
} from './user-store.ts';

export const MAX_NAME_LENGTH = 200;

/** The author of a change: a user, or `system` at the first start and on the command line. */
type ChangedBy = Pick<Actor, 'email'>;

interface AccountDetails {
  email: string;
  name: string;
  role: Role;
  /** The hash of the password. An account without one can only use tokens of a hub. */
  passwordHash: PasswordHash | null;
}

interface UserPage {
  users: User[];
  /** The cursor of the next page, if there is one. */
  nextCursor: string | null;
}

export interface UserService {
  /**
   * Hashes a new password. This takes long, so call it before the transaction.
   * @throws AppError `weak_password` or `too_busy`
   */
  hashNewPassword(password: string, email: string): Promise<PasswordHash>;
  /** @throws AppError `bad_email`, `bad_name` or `email_taken` */
  create(tx: Transaction, by: ChangedBy, details: AccountDetails): Promise<User>;
  /** @throws AppError `user_not_found` */
  read(db: Queryable, id: string): Promise<User>;
  /** Returns one page of accounts, ordered by address. */
  list(db: Queryable, filter: UserFilter): Promise<UserPage>;
  /**
   * Changes an account. Deactivating it and changing its password end all of its sessions.
   * @throws AppError `user_not_found`, `bad_name` or `last_admin`
   */
  update(tx: Transaction, by: ChangedBy, id: string, changes: UserFields): Promise<User>;
}

/** Creates the service with which administrators manage accounts. */
export function createUserService({
  passwords,
  clock,
}: {
  passwords: PasswordHasher;
  clock: Clock;
}): UserService {
  return {
    async hashNewPassword(password, email) {
      requireStrongPassword(password, parseEmail(email));
      return passwords.hash(password);
    },
    create: (tx, by, details) => createUser(tx, by, details, clock()),
    async read(db, id) {
      const user = isId(id) ? await findUserById(db, id) : undefined;
      return user ?? refuseUnknown();
    },
    async list(db, filter) {
      const found = await listUsers(db, { ...filter, limit: filter.limit + 1 });
      const users = found.slice(0, filter.limit);
      const last = found.length > filter.limit ? users.at(-1) : undefined;
      return { users, nextCursor: last?.email ?? null };
    },
    update: (tx, by, id, changes) => updateUser(tx, by, { id, changes, at: clock() }),
  };
}

async function createUser(
  tx: Transaction,
  by: ChangedBy,
  { email, name, role, passwordHash }: AccountDetails,
  at: Date,
): Promise<User> {
  const user = await insertUser(tx, {
    id: newId(),
    email: parseEmail(email),
    name: parseName(name),
    role,
    passwordHash,
    createdAt: at,
  });
  if (!user)
    throw new AppError('conflict', 'email_taken', 'An account with this email address exists already.');
  const detail = { ...identityOf(user), name: user.name, role };
  await appendAudit(tx, { at, actor: by.email, roomId: null, action: 'user_created', detail });
  return user;
}

interface UserChange {
  id: string;
  changes: UserFields;
  at: Date;
}

async function updateUser(tx: Transaction, by: ChangedBy, { id, changes, at }: UserChange): Promise<User> {
  const before = await lockForChange(tx, id, changes);
  const { passwordHash, ...fields } = changes;
  if (fields.name !== undefined) fields.name = parseName(fields.name);
  const changed = whatChanges(before, fields);
  const deactivated = before.active && fields.active === false;
  const nothingChanges = Object.keys(changed).length === 0 && passwordHash === undefined;
  if (nothingChanges) return before;

  const user = await updateUserRow(tx, id, { ...fields, passwordHash }, at);
  if (deactivated || passwordHash !== undefined) await revokeSessionsOf(tx, id, at);
  const { active, ...others } = changed;
  const updated = deactivated ? others : changed;
  const entry = { at, actor: by.email, roomId: null };
  const detail = identityOf(user);
  if (Object.keys(updated).length > 0) {
    await appendAudit(tx, { ...entry, action: 'user_updated', detail: { ...detail, changed: updated } });
  }
  if (passwordHash !== undefined) await appendAudit(tx, { ...entry, action: 'password_changed', detail });
  if (deactivated) await appendAudit(tx, { ...entry, action: 'user_deactivated', detail });
  return user;
}

/** Takes the locks for a change, and checks that an active administrator remains. */
async function lockForChange(tx: Transaction, id: string, changes: UserFields): Promise<UserWithHash> {
  if (!isId(id)) return refuseUnknown();
  const losesAdmin = changes.active === false || (changes.role !== undefined && changes.role !== 'admin');
  if (losesAdmin) {
    const admins = await lockActiveAdmins(tx);
    if (admins.length === 1 && admins[0] === id) {
      throw new AppError(
        'conflict',
        'last_admin',
        'This is the last active admin. Appoint another one first.',
      );
    }
  }
  return (await lockUser(tx, id)) ?? refuseUnknown();
}

type Changed = { [field: string]: { from: Fact; to: Fact } };

function whatChanges(before: User, fields: Omit<UserFields, 'passwordHash'>): Changed {
  const changed: Changed = {};
  for (const field of ['name', 'role', 'active'] as const) {
    const to = fields[field];
    if (to !== undefined && to !== before[field]) changed[field] = { from: before[field], to };
  }
  return changed;
}

/** @throws AppError `bad_name` */
function parseName(text: string): string {
  const name = text.trim().normalize('NFC');
  if (name.length <= MAX_NAME_LENGTH && isName(name) && !hasInvisible(name)) return name;
  throw new AppError(
    'invalid',
    'bad_name',
    `A name needs 1 to ${MAX_NAME_LENGTH} characters that can be read, and no line breaks, invisible characters or words that mix alphabets.`,
  );
}

function refuseUnknown(): never {
  throw new AppError('not_found', 'user_not_found', 'User not found');
}

const identityOf = ({ id, email }: User) => ({ user_id: id, email });
