import { listRoutes } from '../../server/route-list.ts';
import { authRoutes } from './auth-routes.ts';
import { userRoutes } from './user-routes.ts';

/** Accounts, and how people log in and out. */
export const peopleRoutes = listRoutes(authRoutes, userRoutes);
