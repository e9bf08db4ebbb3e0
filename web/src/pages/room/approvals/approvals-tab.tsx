import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { approvalsQuery, partiesQuery, type Room, vesselsQuery } from '../../../room/room-queries.ts';
import { ApprovalMatrix } from './approval-matrix.tsx';
import { AddPartyButton } from './party-actions.tsx';
import { PartyTable } from './party-table.tsx';

/** The approvals and the parties of a room. */
export function ApprovalsTab({ room }: { room: Room }) {
  const approvals = useQuery(approvalsQuery(room.id));
  const parties = useQuery(partiesQuery(room.id));
  const vessels = useQuery(vesselsQuery(room.id));
  const all = [approvals, parties, vessels];
  const error = all.find((query) => query.error)?.error;
  const retry = () => {
    for (const query of all) void query.refetch();
  };
  if (!approvals.data || !parties.data || !vessels.data) {
    return error ? (
      <ProblemState title="The approvals cannot be shown" error={error} onRetry={retry} />
    ) : (
      <LoadingState what="approvals" />
    );
  }
  return (
    <Stack gap="md">
      <Panel title="Approvals">
        <ApprovalMatrix
          room={room}
          approvals={approvals.data}
          parties={parties.data}
          vessels={vessels.data}
        />
      </Panel>
      <Panel
        title="Parties"
        actions={room.permissions.includes('party.manage') && <AddPartyButton roomId={room.id} />}
      >
        <PartyTable room={room} parties={parties.data} />
      </Panel>
    </Stack>
  );
}
