import { listRoutes } from '../../server/route-list.ts';
import { cacheRoutes } from './cache-routes.ts';
import { snapshotDifferenceRoutes } from './snapshot-difference-routes.ts';
import { snapshotRoutes } from './snapshot-routes.ts';
import { verifyRoutes } from './verify-routes.ts';

/** Snapshots, their verification, and the editions that they stand on. */
export const recordRoutes = listRoutes(snapshotRoutes, snapshotDifferenceRoutes, cacheRoutes, verifyRoutes);
