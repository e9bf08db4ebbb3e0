import { Anchor, Text } from '@mantine/core';
import { ArrowRight } from 'lucide-react';
import { Link } from 'wouter';
import { TimeStamp } from '../../components/time-stamp.tsx';
import classes from './difference.module.css';
import type { Difference } from './difference-query.ts';

interface ComparedSnapshotsProps extends Pick<Difference, 'before' | 'after'> {
  roomId: string;
}

/** The two compared snapshots, the earlier one first. */
export const ComparedSnapshots = ({ roomId, before, after }: ComparedSnapshotsProps) => (
  <div className={classes.compared}>
    <Compared label="Before" roomId={roomId} snapshot={before} />
    <ArrowRight className={classes.arrow} size={24} aria-hidden />
    <Compared label="After" roomId={roomId} snapshot={after} />
  </div>
);

interface ComparedProps {
  label: string;
  roomId: string;
  snapshot: Difference['before'];
}

const Compared = ({ label, roomId, snapshot }: ComparedProps) => (
  <div className={classes.one}>
    <Text size="xs" c="dimmed" fw={600}>
      {label}
    </Text>
    <Anchor component={Link} href={`/rooms/${roomId}/snapshots/${snapshot.id}`} fw={600} dir="auto">
      {snapshot.title}
    </Anchor>
    <Text size="sm">
      <TimeStamp at={snapshot.created_at} /> · revision {snapshot.revision}
    </Text>
  </div>
);
