import type { Role } from '../../../contract/role.ts';

const ROLES: Record<Role, string> = {
  owner: 'Owner',
  broker: 'Broker',
  charterer: 'Charterer',
  poac: 'POAC',
  sts_provider: 'STS provider',
  seller: 'Seller',
  buyer: 'Buyer',
  viewer: 'Viewer',
  admin: 'Administrator',
};

export const ROLE_OPTIONS = Object.entries(ROLES).map(([value, label]) => ({ value: value as Role, label }));
