import { randomBytes } from 'node:crypto';
import { seedDemonstration } from '../clearance/demonstration/demonstration.ts';
import { DEMONSTRATION_ACCOUNTS } from '../clearance/demonstration/demonstration-accounts.ts';
import { ensureDocumentTypes } from '../clearance/documents/document-type-store.ts';
import { parseEmail } from '../people/accounts/email-address.ts';
import type { UserService } from '../people/accounts/user-service.ts';
import { anyUserExists } from '../people/accounts/user-store.ts';
import type { Database } from '../platform/db/database.ts';
import { AppError } from '../platform/kernel/errors.ts';
import type { Config } from './config.ts';

interface FirstStartParts {
  database: Database;
  users: UserService;
  at: Date;
}

export type FirstStartSettings = Pick<Config, 'adminEmail' | 'adminPassword' | 'demonstration'>;

/** New accounts. Their password is shown once. */
export interface NewAccounts {
  accounts: { email: string; role: string }[];
  password: string;
  /** Whether the operator set the password. If so, it is not printed. */
  given: boolean;
}

const SYSTEM = { email: 'system' };

/**
 * Fills an empty database with document types, accounts and, if wanted, the demonstration. Returns the new accounts,
 * or undefined if the database was not empty.
 * @throws AppError `bad_setting` for an address or a password that no account can have
 */
export async function fillEmptyDatabase(
  { database, users, at }: FirstStartParts,
  settings: FirstStartSettings,
): Promise<NewAccounts | undefined> {
  if (await anyUserExists(database.query)) return undefined;
  const password = settings.adminPassword ?? randomBytes(12).toString('base64url');
  const email = parseAdminEmail(settings.adminEmail);
  const accounts = settings.demonstration
    ? DEMONSTRATION_ACCOUNTS
    : [{ email, name: 'Administrator', role: 'admin' as const }];
  const passwordHash = await users
    .hashNewPassword(password, email)
    .catch((cause) => refuse('ROOMSHOT_ADMIN_PASSWORD', cause));
  const made = await database.transaction(async (tx) => {
    await ensureDocumentTypes(tx);
    // Another process may have filled the database since the first check.
    if (await anyUserExists(tx)) return false;
    for (const account of accounts) await users.create(tx, SYSTEM, { ...account, passwordHash });
    if (settings.demonstration) await seedDemonstration(tx, { at });
    return true;
  });
  if (!made) return undefined;
  return { accounts: [...accounts], password, given: settings.adminPassword !== undefined };
}

function parseAdminEmail(text: string): string {
  try {
    return parseEmail(text);
  } catch (cause) {
    return refuse('ROOMSHOT_ADMIN_EMAIL', cause);
  }
}

function refuse(name: string, cause: unknown): never {
  const message = `The setting ${name} cannot be used. ${(cause as Error).message}`;
  throw new AppError('invalid', 'bad_setting', message, { cause });
}
