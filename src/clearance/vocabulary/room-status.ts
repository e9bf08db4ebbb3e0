import type { RoomStatus } from './room-words.ts';

const NEXT: Record<RoomStatus, readonly RoomStatus[]> = {
  pending: ['ready', 'active', 'cancelled'],
  ready: ['active', 'cancelled'],
  active: ['completed', 'on_hold'],
  on_hold: ['active', 'cancelled'],
  completed: [],
  cancelled: [],
};

/** The statuses that a room can go to from its own; none from a final one. */
export const nextStatuses = (status: string): readonly RoomStatus[] => NEXT[status as RoomStatus] ?? [];

/** Whether a room is closed: its operation is completed or cancelled, and only an admin still changes its contents. */
export const isClosed = (status: string): boolean => status === 'completed' || status === 'cancelled';
