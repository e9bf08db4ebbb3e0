import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Name } from '../components/name.tsx';
import { roomQuery } from '../room/room-queries.ts';
import classes from './snapshot-trail.module.css';

interface SnapshotTrailProps {
  roomId: string;
  /** Whether the page is below the list of snapshots. */
  belowList?: boolean;
}

/** The links from a page about snapshots to the pages above it. */
export function SnapshotTrail({ roomId, belowList = false }: SnapshotTrailProps) {
  const { data: room } = useQuery(roomQuery(roomId));
  return (
    <nav aria-label="Breadcrumb" className={classes.trail}>
      <Anchor component={Link} href="/">
        Rooms
      </Anchor>
      <Anchor component={Link} href={`/rooms/${roomId}`}>
        <Name>{room?.title ?? 'Room'}</Name>
      </Anchor>
      {belowList && (
        <Anchor component={Link} href={`/rooms/${roomId}/snapshots`}>
          Snapshots
        </Anchor>
      )}
    </nav>
  );
}
