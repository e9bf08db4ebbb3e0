import { listRoutes } from '../../server/route-list.ts';
import { roomEventRoutes } from './room-event-routes.ts';
import { taskListRoutes } from './task-list-routes.ts';
import { taskRoutes } from './task-routes.ts';

/** Background work, and what happens as it happens. */
export const automationRoutes = listRoutes(taskRoutes, taskListRoutes, roomEventRoutes);
