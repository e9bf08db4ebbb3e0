import type { Role } from '../../people/permissions/roles.ts';

export interface DemonstrationAccount {
  email: string;
  name: string;
  role: Role;
}

/** One account for each role, without a password. The server sets one when a demonstration starts. */
export const DEMONSTRATION_ACCOUNTS: readonly DemonstrationAccount[] = [
  { email: 'owner@roomshot.example', name: 'Γιώργος Παπαδόπουλος', role: 'owner' },
  { email: 'broker@roomshot.example', name: 'Ingrid Sørensen', role: 'broker' },
  { email: 'charterer@roomshot.example', name: 'Алексей Морозов', role: 'charterer' },
  { email: 'poac@roomshot.example', name: 'Νίκος Αλεξίου', role: 'poac' },
  { email: 'sts_provider@roomshot.example', name: 'Giulia Conti', role: 'sts_provider' },
  { email: 'seller@roomshot.example', name: 'خالد المنصوري', role: 'seller' },
  { email: 'buyer@roomshot.example', name: '陈伟明', role: 'buyer' },
  { email: 'viewer@roomshot.example', name: 'María Fernández Ibáñez', role: 'viewer' },
  { email: 'admin@roomshot.example', name: 'Anneke de Vries', role: 'admin' },
];

/** Returns the accounts, with the address of the administrator that the operator set. */
export const demonstrationAccounts = (adminEmail: string): DemonstrationAccount[] =>
  DEMONSTRATION_ACCOUNTS.map((account) =>
    account.role === 'admin' ? { ...account, email: adminEmail } : account,
  );
