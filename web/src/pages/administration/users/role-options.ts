import { sentenceCase } from '../../../components/sentence-case.ts';
import type { Role } from '../../../contract/role.ts';

const ROLES: readonly Role[] = [
  'owner',
  'broker',
  'charterer',
  'poac',
  'sts_provider',
  'seller',
  'buyer',
  'viewer',
  'admin',
];

export const ROLE_OPTIONS = ROLES.map((value) => ({ value, label: sentenceCase(value) }));
