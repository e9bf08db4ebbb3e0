import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Route, Switch } from 'wouter';
import { ApiProblem } from '../../api/api-problem.ts';
import { LoadingState } from '../../components/loading-state.tsx';
import { ProblemState } from '../../components/problem-state.tsx';
import { roomQuery } from '../../room/room-queries.ts';
import { Page } from '../../shell/page.tsx';
import { ActivityTab } from './activity/activity-tab.tsx';
import { ApprovalsTab } from './approvals/approvals-tab.tsx';
import { DocumentsTab } from './documents/documents-tab.tsx';
import { useLiveRoom } from './live/live-room.ts';
import { OverviewTab } from './overview/overview-tab.tsx';
import { RequirementsTab } from './requirements/requirements-tab.tsx';
import { RoomFrame } from './room-frame.tsx';

export default function RoomPage({ roomId }: { roomId: string }) {
  const { data: room, error, refetch } = useQuery(roomQuery(roomId));
  const live = useLiveRoom(roomId);
  // A user who was removed from the room must not see its last state.
  if (error && (!room || !(error instanceof ApiProblem && error.isTransient))) {
    return (
      <Page title="Room">
        <ProblemState title="The room cannot be shown" error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!room) return <LoadingState what="room" />;
  return (
    <RoomFrame room={room} live={live}>
      <Switch>
        <Route path="/rooms/:roomId">
          <OverviewTab room={room} />
        </Route>
        <Route path="/rooms/:roomId/documents/:documentId?">
          {({ documentId }) => <DocumentsTab room={room} documentId={documentId} />}
        </Route>
        <Route path="/rooms/:roomId/requirements">
          <RequirementsTab room={room} />
        </Route>
        <Route path="/rooms/:roomId/approvals">
          <ApprovalsTab room={room} />
        </Route>
        <Route path="/rooms/:roomId/activity">
          <ActivityTab room={room} />
        </Route>
        <Route>
          There is no page at this address.{' '}
          <Anchor component={Link} href={`/rooms/${roomId}`}>
            Go to the overview
          </Anchor>
          .
        </Route>
      </Switch>
    </RoomFrame>
  );
}
