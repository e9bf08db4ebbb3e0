import type { ResponseBody } from './route-types.ts';

type LoginResponse = ResponseBody<'/api/v1/auth/login', 'post'>;

/** The role of an account, or of a party in a room. */
export type Role = LoginResponse['role'];
