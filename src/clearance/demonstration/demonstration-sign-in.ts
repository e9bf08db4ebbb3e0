import { findActiveEmails } from '../../people/accounts/user-store.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { DEMONSTRATION_ACCOUNTS, type DemonstrationAccount } from './demonstration-accounts.ts';

interface DemonstrationSettings {
  demonstration: boolean;
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
  { demonstration, host, proxies, generatedPassword }: DemonstrationSettings,
): Promise<DemonstrationSignIn | null> {
  if (!demonstration) return null;
  const emails = DEMONSTRATION_ACCOUNTS.map(({ email }) => email);
  const active = await findActiveEmails(db, emails);
  const isPrivate = LOOPBACK.includes(host) && proxies === 0;
  return {
    accounts: DEMONSTRATION_ACCOUNTS.filter(({ email }) => active.has(email)),
    password: (isPrivate && generatedPassword) || null,
  };
}
