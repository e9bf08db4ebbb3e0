import type { paths } from './schema.d.ts';

type LoginResponse = paths['/api/v1/auth/login']['post']['responses'][200]['content']['application/json'];

/** Of an account, or of a party in a room. */
export type Role = LoginResponse['role'];
