import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProblemState } from '../../components/problem-state.tsx';
import { roomQuery } from '../../room/room-queries.ts';
import { Page } from '../../shell/page.tsx';
import { mayRead, type Snapshot, snapshotQuery } from '../../snapshots/snapshot.ts';
import { SnapshotTrail } from '../../snapshots/snapshot-trail.tsx';
import { SnapshotPreview } from './preview/snapshot-preview.tsx';
import { SnapshotActions } from './snapshot-actions.tsx';
import { SnapshotFacts } from './snapshot-facts.tsx';
import { SnapshotOutcome } from './snapshot-outcome.tsx';
import { useSnapshotChanges } from './use-snapshot-changes.ts';

interface SnapshotPageProps {
  roomId: string;
  snapshotId: string;
}

/** One snapshot: its progress, then its preview and its facts. */
export default function SnapshotPage({ roomId, snapshotId }: SnapshotPageProps) {
  const { data: snapshot, error, refetch } = useQuery(snapshotQuery(roomId, snapshotId));
  if (snapshot) return <ShownSnapshot snapshot={snapshot} />;
  if (!error) return <LoadingState what="snapshot" />;
  return (
    <Page title="Snapshot" trail={<SnapshotTrail roomId={roomId} belowList />}>
      <ProblemState title="The snapshot cannot be shown" error={error} onRetry={() => void refetch()} />
    </Page>
  );
}

function ShownSnapshot({ snapshot }: { snapshot: Snapshot }) {
  const { room_id, title } = snapshot;
  const [, navigate] = useLocation();
  const { data: room } = useQuery(roomQuery(room_id));
  const changes = useSnapshotChanges(snapshot);
  const permissions = room?.permissions ?? [];
  return (
    <Page
      title={title}
      trail={<SnapshotTrail roomId={room_id} belowList />}
      actions={
        <SnapshotActions
          {...{ snapshot, permissions, changes }}
          onDeleted={() => navigate(`/rooms/${room_id}/snapshots`)}
        />
      }
    >
      <SnapshotOutcome {...{ snapshot, permissions, changes }} />
      {snapshot.status === 'completed' && mayRead(snapshot, permissions) && (
        <SnapshotPreview snapshot={snapshot} />
      )}
      {room && !mayRead(snapshot, permissions) && (
        <Panel title="You cannot read this record">
          It contains commercial terms. Ask its author for a snapshot without them.
        </Panel>
      )}
      <SnapshotFacts snapshot={snapshot} />
    </Page>
  );
}
