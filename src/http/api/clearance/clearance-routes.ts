import { listRoutes } from '../../server/route-list.ts';
import { activityRoutes } from './activity-routes.ts';
import { approvalRoutes } from './approval-routes.ts';
import { documentFileRoutes } from './document-file-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { documentTypeRoutes } from './document-type-routes.ts';
import { partyRoutes } from './party-routes.ts';
import { requirementRoutes } from './requirement-routes.ts';
import { roomRoutes } from './room-routes.ts';
import { templateRoutes } from './template-routes.ts';
import { vesselRoutes } from './vessel-routes.ts';

/** Rooms and what is in them. */
export const clearanceRoutes = listRoutes(
  roomRoutes,
  partyRoutes,
  vesselRoutes,
  documentTypeRoutes,
  templateRoutes,
  requirementRoutes,
  documentRoutes,
  approvalRoutes,
  activityRoutes,
  documentFileRoutes,
);
