import { Button, Center } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Camera } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { ProblemState } from '../../components/problem-state.tsx';
import { roomQuery } from '../../room/room-queries.ts';
import { Page } from '../../shell/page.tsx';
import { snapshotPages } from '../../snapshots/snapshot.ts';
import { SnapshotTrail } from '../../snapshots/snapshot-trail.tsx';
import { TakeSnapshot } from '../../snapshots/take-snapshot.tsx';
import { SnapshotList } from './snapshot-list.tsx';

export default function SnapshotsPage({ roomId }: { roomId: string }) {
  const { data: room } = useQuery(roomQuery(roomId));
  return (
    <Page
      title="Snapshots"
      trail={<SnapshotTrail roomId={roomId} />}
      actions={room && <TakeSnapshot room={room} />}
    >
      <TakenSnapshots roomId={roomId} permissions={room?.permissions ?? []} />
    </Page>
  );
}

function TakenSnapshots({ roomId, permissions }: { roomId: string; permissions: readonly string[] }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    snapshotPages(roomId),
  );
  if (error) {
    return (
      <ProblemState title="The snapshots cannot be shown" error={error} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <LoadingState what="snapshots" />;
  // A snapshot that is taken between the requests for two pages shifts the list. One snapshot is then on both pages.
  const snapshots = [...new Map(data.pages.flat().map((snapshot) => [snapshot.id, snapshot])).values()];
  if (snapshots.length === 0) {
    return (
      <EmptyState icon={Camera} title="No snapshots yet">
        A snapshot is a sealed record of the room at one moment. Anybody can verify it later.
        {permissions.includes('snapshot.create') && ' Take one before the next change.'}
      </EmptyState>
    );
  }
  return (
    <>
      <SnapshotList roomId={roomId} snapshots={snapshots} permissions={permissions} />
      {hasNextPage && (
        <Center>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Load older
          </Button>
        </Center>
      )}
    </>
  );
}
