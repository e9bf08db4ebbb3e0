import { useState } from 'react';
import type { Snapshot } from '../../snapshots/snapshot.ts';
import { ComparisonBar } from './comparison-bar.tsx';
import classes from './snapshot-list.module.css';
import { SnapshotRow } from './snapshot-row.tsx';

interface SnapshotListProps {
  roomId: string;
  /** Newest first. */
  snapshots: readonly Snapshot[];
  permissions: readonly string[];
}

/** Each followed task takes one of the few connections of a browser to a server. The oldest tasks end first. */
const MAX_FOLLOWED = 2;

/** The snapshots of a room. The user can choose two of them and compare them. */
export function SnapshotList({ roomId, snapshots, permissions }: SnapshotListProps) {
  const [chosenIds, setChosenIds] = useState<readonly string[]>([]);
  const [isDeletionDone, setDeletionDone] = useState(false);
  const followed = snapshots.filter(({ status }) => status === 'generating').slice(-MAX_FOLLOWED);
  const chosen = snapshots.filter(({ id }) => chosenIds.includes(id));
  const choose = (id: string, isChosen: boolean) =>
    setChosenIds((ids) => (isChosen ? [...ids, id] : ids.filter((other) => other !== id)));
  return (
    <>
      {snapshots.length > 1 && <ComparisonBar {...{ roomId, chosen, isDeletionDone }} />}
      <ul className={classes.list} aria-label="Snapshots">
        {snapshots.map((snapshot) => (
          <SnapshotRow
            key={snapshot.id}
            snapshot={snapshot}
            permissions={permissions}
            isFollowed={followed.includes(snapshot)}
            isChosen={chosen.includes(snapshot)}
            mayChoose={chosen.length < 2 || chosen.includes(snapshot)}
            onChoose={(isChosen) => choose(snapshot.id, isChosen)}
            onDeleted={() => {
              setDeletionDone(true);
              choose(snapshot.id, false);
              // The deleted row had the focus.
              document.getElementById('content')?.focus();
            }}
          />
        ))}
      </ul>
    </>
  );
}
