import { CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import { StatusBadge } from '../components/status-badge.tsx';
import type { Snapshot } from './snapshot.ts';

const STATUSES = {
  generating: { tone: 'waiting', icon: LoaderCircle, text: 'Being made' },
  completed: { tone: 'good', icon: CircleCheck, text: 'Completed' },
  failed: { tone: 'bad', icon: CircleX, text: 'Failed' },
} as const;

/** The status of a snapshot. */
export function SnapshotStatusBadge({ status }: Pick<Snapshot, 'status'>) {
  const { tone, icon, text } = STATUSES[status];
  return (
    <StatusBadge tone={tone} icon={icon}>
      {text}
    </StatusBadge>
  );
}
