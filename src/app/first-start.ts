import { randomBytes } from 'node:crypto';
import { seedDemonstration } from '../clearance/demonstration/demonstration.ts';
import {
  DEMONSTRATION_ACCOUNTS,
  demonstrationAccounts,
} from '../clearance/demonstration/demonstration-accounts.ts';
import { storeSpecimen } from '../clearance/demonstration/specimen.ts';
import { ensureDocumentTypes } from '../clearance/documents/document-type-store.ts';
import { ensureTemplates } from '../clearance/templates/template-store.ts';
import { normalEmail, parseEmail } from '../people/accounts/email-address.ts';
import type { UserService } from '../people/accounts/user-service.ts';
import { anyUserExists, findActiveEmails, findUserByEmail } from '../people/accounts/user-store.ts';
import type { Blobs } from '../platform/blobs/blob-ledger.ts';
import type { Database, Queryable, Transaction } from '../platform/db/database.ts';
import { AppError } from '../platform/kernel/errors.ts';
import type { Config } from './config.ts';

interface FirstStartParts {
  database: Database;
  blobs: Blobs;
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
 * Fills an empty database with document types, templates, accounts and, if wanted, the demonstration. Returns the new
 * accounts, or undefined if the database was not empty. An older database gets the types and templates that it lacks.
 * @throws AppError `bad_setting` for an address or a password that no account can have
 */
export async function fillEmptyDatabase(
  { database, blobs, users, at }: FirstStartParts,
  settings: FirstStartSettings,
): Promise<NewAccounts | undefined> {
  if (await anyUserExists(database.query)) {
    await database.transaction(ensureDefaults);
    return undefined;
  }
  const password = settings.adminPassword ?? randomBytes(12).toString('base64url');
  const email = parseAdminEmail(settings.adminEmail);
  const accounts = settings.demonstration
    ? withoutTwins(demonstrationAccounts(email))
    : [{ email, name: 'Administrator', role: 'admin' as const }];
  const passwordHash = await users
    .hashNewPassword(password, email)
    .catch((cause) => refuse('ROOMSHOT_ADMIN_PASSWORD', cause));
  const specimen = settings.demonstration ? await storeSpecimen(blobs) : undefined;
  const made = await database.transaction(async (tx) => {
    await ensureDefaults(tx);
    // Another process may have filled the database since the first check.
    if (await anyUserExists(tx)) return false;
    for (const account of accounts) await users.create(tx, SYSTEM, { ...account, passwordHash });
    if (specimen) await seedDemonstration(tx, { at, specimen });
    return true;
  });
  if (!made) return undefined;
  return { accounts: [...accounts], password, given: settings.adminPassword !== undefined };
}

async function ensureDefaults(tx: Transaction): Promise<void> {
  await ensureDocumentTypes(tx);
  await ensureTemplates(tx);
}

/**
 * Returns a message for each setting of the first start that was set and has no effect, because the database has
 * accounts already.
 */
export async function describeUnusedSettings(
  db: Queryable,
  { given, adminEmail, demonstration }: Pick<Config, 'given' | 'adminEmail' | 'demonstration'>,
): Promise<string[]> {
  const isSet = (name: string) => given[`ROOMSHOT_${name}`] !== undefined;
  const email = normalEmail(adminEmail);
  const messages: string[] = [];
  if (isSet('ADMIN_EMAIL') && !(await findUserByEmail(db, email))) {
    const remedy = `To create the account, run: roomshot user add ${email} --name NAME --role admin`;
    messages.push(`ROOMSHOT_ADMIN_EMAIL has no effect: the database already has accounts. ${remedy}`);
  }
  if (isSet('ADMIN_PASSWORD')) {
    const remedy = `To change a password, run: roomshot user password ${email}`;
    messages.push(`ROOMSHOT_ADMIN_PASSWORD has no effect: the database already has accounts. ${remedy}`);
  }
  if (demonstration && !(await isDemonstration(db))) {
    messages.push('ROOMSHOT_DEMO has no effect: the database has other accounts than the demonstration.');
  }
  return messages;
}

async function isDemonstration(db: Queryable): Promise<boolean> {
  const emails = DEMONSTRATION_ACCOUNTS.map(({ email }) => email);
  return (await findActiveEmails(db, emails)).size > 0;
}

/** Refuses an administrator whose address another account of the demonstration has. */
function withoutTwins<Account extends { email: string }>(accounts: Account[]): Account[] {
  if (new Set(accounts.map(({ email }) => email)).size === accounts.length) return accounts;
  return refuse('ROOMSHOT_ADMIN_EMAIL', new Error('Another account of the demonstration has this address.'));
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
