import { Button, Text } from '@mantine/core';
import { GitCompareArrows } from 'lucide-react';
import { Link } from 'wouter';
import type { Snapshot } from '../../snapshots/snapshot.ts';
import classes from './snapshot-list.module.css';

interface ComparisonBarProps {
  roomId: string;
  /** The chosen snapshots, newest first. */
  chosen: readonly Snapshot[];
  /** Whether a snapshot was deleted from the list. */
  isDeletionDone: boolean;
}

/** The line above the list that leads to the comparison of two snapshots. */
export function ComparisonBar({ roomId, chosen: [after, before], isDeletionDone }: ComparisonBarProps) {
  const icon = <GitCompareArrows size={18} aria-hidden />;
  return (
    <div className={classes.comparison}>
      <Text c="dimmed" size="sm" role="status">
        {isDeletionDone ? 'The snapshot is deleted. ' : ''}
        {before ? 'Two snapshots are chosen.' : 'Choose two snapshots to see what is different.'}
      </Text>
      {after && before ? (
        <Button
          component={Link}
          href={`/rooms/${roomId}/snapshots/${before.id}/diff/${after.id}`}
          variant="default"
          leftSection={icon}
        >
          Compare
        </Button>
      ) : (
        <Button variant="default" disabled leftSection={icon}>
          Compare
        </Button>
      )}
    </div>
  );
}
