import { CircleCheck, CircleSlash, CircleX, Hourglass, LoaderCircle } from 'lucide-react';
import { StatusBadge } from '../../../components/status-badge.tsx';

const STATUSES = {
  pending: { tone: 'waiting', icon: Hourglass, text: 'Waiting' },
  running: { tone: 'waiting', icon: LoaderCircle, text: 'Running' },
  completed: { tone: 'good', icon: CircleCheck, text: 'Completed' },
  failed: { tone: 'bad', icon: CircleX, text: 'Failed' },
  cancelled: { tone: 'neutral', icon: CircleSlash, text: 'Cancelled' },
} as const;

export type TaskStatus = keyof typeof STATUSES;

export const TASK_STATUS_OPTIONS = Object.entries(STATUSES).map(([value, { text }]) => ({
  value: value as TaskStatus,
  label: text,
}));

export function TaskStatusBadge({ status }: { status: TaskStatus }) {
  const { tone, icon, text } = STATUSES[status];
  return (
    <StatusBadge tone={tone} icon={icon}>
      {text}
    </StatusBadge>
  );
}
