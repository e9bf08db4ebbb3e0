import { Checkbox, Text } from '@mantine/core';
import { Link } from 'wouter';
import { fileSizeText } from '../../components/file-size.ts';
import { TimeStamp } from '../../components/time-stamp.tsx';
import { mayRead, type Snapshot, snapshotAddress } from '../../snapshots/snapshot.ts';
import { SnapshotStatusBadge } from '../../snapshots/snapshot-status-badge.tsx';
import { SNAPSHOT_TYPES } from '../../snapshots/snapshot-types.ts';
import classes from './snapshot-list.module.css';
import { SnapshotMenu } from './snapshot-menu.tsx';
import { SnapshotRowDetails } from './snapshot-row-details.tsx';
import { useSnapshotChanges } from './use-snapshot-changes.ts';

interface SnapshotRowProps {
  snapshot: Snapshot;
  permissions: readonly string[];
  /** Whether the row shows the live progress. */
  isFollowed: boolean;
  isChosen: boolean;
  mayChoose: boolean;
  onChoose(isChosen: boolean): void;
  onDeleted(): void;
}

/** One snapshot in the list, with its actions. */
export function SnapshotRow(props: SnapshotRowProps) {
  const { snapshot, permissions } = props;
  const changes = useSnapshotChanges(snapshot);
  return (
    <li className={classes.snapshot}>
      <Checkbox
        className={classes.choice}
        aria-label={`Compare ${snapshot.title}`}
        checked={props.isChosen}
        disabled={!props.mayChoose || !mayRead(snapshot, permissions)}
        onChange={({ currentTarget }) => props.onChoose(currentTarget.checked)}
      />
      <TitleAndFile snapshot={snapshot} />
      <TimeAndAuthor snapshot={snapshot} />
      <div className={classes.status}>
        <SnapshotStatusBadge status={snapshot.status} />
      </div>
      <div className={classes.menu}>
        <SnapshotMenu {...{ snapshot, permissions, changes }} onDeleted={props.onDeleted} />
      </div>
      <SnapshotRowDetails
        {...{ snapshot, changes }}
        isFollowed={props.isFollowed}
        mayCreate={permissions.includes('snapshot.create')}
      />
    </li>
  );
}

const TitleAndFile = ({ snapshot }: { snapshot: Snapshot }) => (
  <div className={classes.name}>
    <Link href={snapshotAddress(snapshot)} className={classes.title} dir="auto">
      {snapshot.title}
    </Link>
    <Text size="sm" c="dimmed">
      {SNAPSHOT_TYPES[snapshot.snapshot_type].name}
      {snapshot.file_size ? ` · ${fileSizeText(snapshot.file_size)}` : ''} · revision {snapshot.revision}
      {snapshot.include_commercial && ' · with commercial terms'}
    </Text>
  </div>
);

const TimeAndAuthor = ({ snapshot: { created_at, created_by_name } }: { snapshot: Snapshot }) => (
  <div className={classes.taken}>
    <Text size="sm">
      <TimeStamp at={created_at} />
    </Text>
    <Text size="sm" c="dimmed" dir="auto">
      {created_by_name}
    </Text>
  </div>
);
