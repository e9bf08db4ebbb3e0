import { Stack, Text } from '@mantine/core';
import { ProblemState } from '../../components/problem-state.tsx';
import type { Snapshot } from '../../snapshots/snapshot.ts';
import { TaskProgressBar } from '../../snapshots/task-progress-bar.tsx';
import { RetryButton } from './retry-button.tsx';
import classes from './snapshot-list.module.css';
import type { SnapshotChanges } from './use-snapshot-changes.ts';

interface SnapshotRowDetailsProps {
  snapshot: Snapshot;
  /** Whether the row shows the live progress. */
  isFollowed: boolean;
  mayCreate: boolean;
  changes: SnapshotChanges;
}

/** The lines below a snapshot in the list: its progress, its failure, and the error of the last action. */
export function SnapshotRowDetails({ snapshot, isFollowed, mayCreate, changes }: SnapshotRowDetailsProps) {
  const { task, download } = changes;
  const problem = task.error ?? download.error;
  return (
    <>
      {snapshot.status === 'generating' && isFollowed && (
        <div className={classes.more}>
          <TaskProgressBar snapshot={snapshot} />
        </div>
      )}
      {snapshot.status === 'failed' && (
        <Stack align="flex-start" gap="xs" className={classes.more}>
          <Text size="sm">{snapshot.error}</Text>
          {mayCreate && <RetryButton task={task} text="Retry" />}
        </Stack>
      )}
      {problem && (
        <div className={classes.more}>
          <ProblemState title="This was not done" error={problem} />
        </div>
      )}
    </>
  );
}
