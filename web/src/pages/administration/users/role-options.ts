import { sentenceCase } from '../../../components/sentence-case.ts';
import type { Role } from '../../../contract/role.ts';

/** In the order of a menu. A record, because its type fails when a role is missing. */
const POSITIONS: Record<Role, number> = {
  owner: 1,
  broker: 2,
  charterer: 3,
  poac: 4,
  sts_provider: 5,
  seller: 6,
  buyer: 7,
  viewer: 8,
  admin: 9,
};

export const ROLE_OPTIONS = (Object.keys(POSITIONS) as Role[])
  .sort((one, other) => POSITIONS[one] - POSITIONS[other])
  .map((value) => ({ value, label: sentenceCase(value) }));
