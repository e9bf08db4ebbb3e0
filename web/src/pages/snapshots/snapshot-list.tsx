import { Button, Text } from '@mantine/core';
import { GitCompareArrows } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Snapshot } from '../../snapshots/snapshot.ts';
import classes from './snapshot-list.module.css';
import { SnapshotRow } from './snapshot-row.tsx';

interface SnapshotListProps {
  roomId: string;
  /** Newest first. */
  snapshots: readonly Snapshot[];
  permissions: readonly string[];
}

/** Each takes one of the few connections that a browser opens to a server. Those asked for first end first. */
const MAX_FOLLOWED = 2;

/** The snapshots of a room, of which two can be chosen and compared. */
export function SnapshotList({ roomId, snapshots, permissions }: SnapshotListProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isDeletionTold, tellDeletion] = useState(false);
  const followed = snapshots.filter(({ status }) => status === 'generating').slice(-MAX_FOLLOWED);
  const [after, before] = snapshots.filter(({ id }) => chosen.includes(id));
  const choose = (id: string, isChosen: boolean) =>
    setChosen((ids) => (isChosen ? [...ids, id] : ids.filter((other) => other !== id)));
  return (
    <>
      {snapshots.length > 1 && (
        <div className={classes.comparison}>
          <Text c="dimmed" size="sm" role="status">
            {isDeletionTold ? 'The snapshot is deleted. ' : ''}
            {before ? 'Two snapshots are chosen.' : 'Choose two snapshots to see what is different.'}
          </Text>
          {after && before ? (
            <Button
              component={Link}
              href={`/rooms/${roomId}/snapshots/${before.id}/diff/${after.id}`}
              variant="default"
              leftSection={<GitCompareArrows size={18} aria-hidden />}
            >
              Compare
            </Button>
          ) : (
            <Button variant="default" disabled leftSection={<GitCompareArrows size={18} aria-hidden />}>
              Compare
            </Button>
          )}
        </div>
      )}
      <ul className={classes.list} aria-label="Snapshots">
        {snapshots.map((snapshot) => (
          <SnapshotRow
            key={snapshot.id}
            snapshot={snapshot}
            permissions={permissions}
            isFollowed={followed.includes(snapshot)}
            isChosen={chosen.includes(snapshot.id)}
            mayChoose={before === undefined || chosen.includes(snapshot.id)}
            onChoose={(isChosen) => choose(snapshot.id, isChosen)}
            onDeleted={() => {
              tellDeletion(true);
              choose(snapshot.id, false);
              // What had the focus is gone.
              document.getElementById('content')?.focus();
            }}
          />
        ))}
      </ul>
    </>
  );
}
