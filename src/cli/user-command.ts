import { randomBytes } from 'node:crypto';
import type { Config } from '../app/config.ts';
import { openInstallation } from '../app/open-installation.ts';
import { parseEmail } from '../people/accounts/email-address.ts';
import { createPasswordHasher } from '../people/accounts/password.ts';
import { createUserService } from '../people/accounts/user-service.ts';
import { findUserByEmail } from '../people/accounts/user-store.ts';
import { ROLES } from '../people/permissions/roles.ts';
import type { Database } from '../platform/db/database.ts';
import { systemClock } from '../platform/kernel/clock.ts';
import { AppError } from '../platform/kernel/errors.ts';

const SYSTEM = { email: 'system' };
const PAGE = 100;

type DatabasePlace = Pick<Config, 'databaseUrl' | 'dataFolder'>;

async function withDatabase<T>(place: DatabasePlace, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openInstallation(place);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const userService = () => createUserService({ passwords: createPasswordHasher(), clock: systemClock });
const newPassword = () => randomBytes(12).toString('base64url');

/** Makes an account and prints its password, this once. */
export async function addUser(
  config: DatabasePlace,
  email: string,
  options: { name: string; role: string },
): Promise<void> {
  const role = ROLES.find((known) => known === options.role);
  if (!role) throw new AppError('invalid', 'bad_role', `The role must be one of: ${ROLES.join(', ')}`);
  const users = userService();
  const password = newPassword();
  const passwordHash = await users.hashNewPassword(password, email);
  await withDatabase(config, (database) =>
    database.transaction((tx) => users.create(tx, SYSTEM, { email, name: options.name, role, passwordHash })),
  );
  console.log(`${email}  ${role}  password ${password}`);
}

/** Gives an account a new password, prints it this once, and ends its sessions. */
export async function resetPassword(config: DatabasePlace, email: string): Promise<void> {
  const users = userService();
  const password = newPassword();
  const passwordHash = await users.hashNewPassword(password, email);
  await withDatabase(config, async (database) => {
    const { id } = await requireUser(database, email);
    await database.transaction((tx) => users.update(tx, SYSTEM, id, { passwordHash }));
  });
  console.log(`${email}  password ${password}`);
}

/** Lets an account in or keeps it out, at once. */
export async function setActive(config: DatabasePlace, email: string, active: boolean): Promise<void> {
  await withDatabase(config, async (database) => {
    const { id } = await requireUser(database, email);
    await database.transaction((tx) => userService().update(tx, SYSTEM, id, { active }));
  });
  console.log(`${email}  ${active ? 'active' : 'deactivated'}`);
}

export async function listUsers(config: DatabasePlace): Promise<void> {
  await withDatabase(config, async (database) => {
    let cursor: string | null = null;
    do {
      const page = await userService().list(database.query, {
        limit: PAGE,
        ...(cursor && { after: cursor }),
      });
      for (const { email, name, role, active } of page.users) {
        console.log(`${email}  ${role}  ${active ? 'active' : 'deactivated'}  ${name}`);
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
  });
}

async function requireUser(database: Database, email: string) {
  const user = await findUserByEmail(database.query, parseEmail(email));
  if (!user) throw new AppError('not_found', 'user_not_found', `There is no account ${email}.`);
  return user;
}
