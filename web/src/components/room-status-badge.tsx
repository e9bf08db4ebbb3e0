import { CircleCheckBig, CircleDashed, CircleDot, CirclePause, CircleSlash, Waves } from 'lucide-react';
import { StatusBadge } from './status-badge.tsx';

const STATUSES = {
  pending: { tone: 'neutral', icon: CircleDashed, text: 'Pending' },
  ready: { tone: 'good', icon: CircleDot, text: 'Ready' },
  active: { tone: 'waiting', icon: Waves, text: 'Active' },
  on_hold: { tone: 'caution', icon: CirclePause, text: 'On hold' },
  completed: { tone: 'neutral', icon: CircleCheckBig, text: 'Completed' },
  cancelled: { tone: 'neutral', icon: CircleSlash, text: 'Cancelled' },
} as const;

export type RoomStatus = keyof typeof STATUSES;

export const ROOM_STATUS_OPTIONS = Object.entries(STATUSES).map(([value, { text }]) => ({
  value: value as RoomStatus,
  label: text,
}));

/** The status of a room. */
export function RoomStatusBadge({ status }: { status: RoomStatus }) {
  const { tone, icon, text } = STATUSES[status];
  return (
    <StatusBadge tone={tone} icon={icon}>
      {text}
    </StatusBadge>
  );
}
