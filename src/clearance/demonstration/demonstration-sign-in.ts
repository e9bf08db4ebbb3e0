import { normalEmail } from '../../people/accounts/email-address.ts';
import { findActiveEmails } from '../../people/accounts/user-store.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { type DemonstrationAccount, demonstrationAccounts } from './demonstration-accounts.ts';

interface DemonstrationSettings {
  demonstration: boolean;
  /** The address of the administrator. */
  adminEmail: string;
  host: string;
  proxies: number;
  /** The password, if this process generated it for new accounts. */
  generatedPassword: string | undefined;
}

/** The sign-in of the demonstration, as the sign-in page shows it. */
interface DemonstrationSignIn {
  accounts: DemonstrationAccount[];
  /** Present only if the server is reachable from this machine alone. */
  password: string | null;
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** Returns the demonstration accounts that can still log in; `null` if the server does not run the demonstration. */
export async function describeDemonstration(
  db: Queryable,
  { demonstration, adminEmail, host, proxies, generatedPassword }: DemonstrationSettings,
): Promise<DemonstrationSignIn | null> {
  if (!demonstration) return null;
  const accounts = demonstrationAccounts(normalEmail(adminEmail));
  const active = await findActiveEmails(
    db,
    accounts.map(({ email }) => email),
  );
  const isPrivate = LOOPBACK.includes(host) && proxies === 0;
  return {
    accounts: accounts.filter(({ email }) => active.has(email)),
    password: (isPrivate && generatedPassword) || null,
  };
}
