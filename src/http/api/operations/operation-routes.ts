import { listRoutes } from '../../server/route-list.ts';
import { aboutRoutes } from './about-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { backupRoutes } from './backup-routes.ts';
import { cleanupRoutes } from './cleanup-routes.ts';
import { clockRoutes } from './clock-routes.ts';
import { diagnosisRoutes } from './diagnosis-routes.ts';
import { metricsRoutes } from './metrics-routes.ts';
import { settingRoutes } from './setting-routes.ts';

/** What the people need who run the server. */
export const operationRoutes = listRoutes(
  aboutRoutes,
  backupRoutes,
  settingRoutes,
  cleanupRoutes,
  clockRoutes,
  diagnosisRoutes,
  auditRoutes,
  metricsRoutes,
);
