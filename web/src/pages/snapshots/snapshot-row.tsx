import { Alert, Button, Checkbox, Text } from '@mantine/core';
import { CircleAlert, RotateCcw } from 'lucide-react';
import { Link } from 'wouter';
import { fileSizeText } from '../../components/file-size.ts';
import { TimeStamp } from '../../components/time-stamp.tsx';
import { type Snapshot, snapshotAddress } from '../../snapshots/snapshot.ts';
import { SnapshotStatusBadge } from '../../snapshots/snapshot-status-badge.tsx';
import { SNAPSHOT_TYPES } from '../../snapshots/snapshot-types.ts';
import { TaskProgressBar } from '../../snapshots/task-progress-bar.tsx';
import classes from './snapshot-list.module.css';
import { SnapshotMenu } from './snapshot-menu.tsx';
import { useSnapshotChanges } from './use-snapshot-changes.ts';

interface SnapshotRowProps {
  snapshot: Snapshot;
  permissions: readonly string[];
  /** Whether its progress is shown as it happens. */
  isFollowed: boolean;
  isChosen: boolean;
  mayChoose: boolean;
  onChoose(isChosen: boolean): void;
  onDeleted(): void;
}

export function SnapshotRow(props: SnapshotRowProps) {
  const { snapshot, permissions } = props;
  const changes = useSnapshotChanges(snapshot);
  const { title, status, snapshot_type, file_size, created_at, created_by_name, revision } = snapshot;
  const refusal = changes.task.error ?? changes.download.error;
  return (
    <li className={classes.snapshot}>
      <Checkbox
        className={classes.choice}
        aria-label={`Compare ${title}`}
        checked={props.isChosen}
        disabled={!props.mayChoose}
        onChange={({ currentTarget }) => props.onChoose(currentTarget.checked)}
      />
      <div className={classes.name}>
        <Link href={snapshotAddress(snapshot)} className={classes.title} dir="auto">
          {title}
        </Link>
        <Text size="sm" c="dimmed">
          {SNAPSHOT_TYPES[snapshot_type].name}
          {status === 'completed' && ` · ${fileSizeText(file_size)}`} · revision {revision}
        </Text>
      </div>
      <div className={classes.taken}>
        <Text size="sm">
          <TimeStamp at={created_at} />
        </Text>
        <Text size="sm" c="dimmed" dir="auto">
          {created_by_name}
        </Text>
      </div>
      <div className={classes.status}>
        <SnapshotStatusBadge status={status} />
      </div>
      <div className={classes.menu}>
        <SnapshotMenu {...{ snapshot, permissions, changes }} onDeleted={props.onDeleted} />
      </div>
      {status === 'generating' && props.isFollowed && (
        <div className={classes.more}>
          <TaskProgressBar snapshot={snapshot} />
        </div>
      )}
      {status === 'failed' && (
        <div className={classes.more}>
          <Text size="sm">{snapshot.error}</Text>
          {permissions.includes('snapshot.create') && (
            <Button
              mt="xs"
              size="xs"
              variant="default"
              leftSection={<RotateCcw size={14} aria-hidden />}
              loading={changes.task.isPending}
              onClick={() => changes.task.mutate('retry')}
            >
              Try again
            </Button>
          )}
        </div>
      )}
      {refusal && (
        <Alert role="alert" color="red" icon={<CircleAlert aria-hidden />} className={classes.more}>
          {refusal.message}
        </Alert>
      )}
    </li>
  );
}
