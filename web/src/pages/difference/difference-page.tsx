import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Equal } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { ProblemState } from '../../components/problem-state.tsx';
import { Page } from '../../shell/page.tsx';
import { SnapshotTrail } from '../../snapshots/snapshot-trail.tsx';
import { ActivityChanges } from './activity-changes.tsx';
import { ChangeGroup } from './change-group.tsx';
import { ComparedSnapshots } from './compared-snapshots.tsx';
import { type Difference, differenceQuery } from './difference-query.ts';
import { VerdictChange } from './verdict-change.tsx';

interface DifferencePageProps {
  roomId: string;
  beforeId: string;
  afterId: string;
}

/** The changes of a room between two snapshots. */
export default function DifferencePage({ roomId, beforeId, afterId }: DifferencePageProps) {
  const { data, error, refetch } = useQuery(differenceQuery(roomId, beforeId, afterId));
  return (
    <Page title="Changes between snapshots" trail={<SnapshotTrail roomId={roomId} belowList />}>
      {error && (
        <ProblemState title="The snapshots cannot be compared" error={error} onRetry={() => void refetch()} />
      )}
      {!data && !error && <LoadingState what="difference" />}
      {data && <Changes difference={data} roomId={roomId} />}
    </Page>
  );
}

const Changes = ({ difference, roomId }: { difference: Difference; roomId: string }) => (
  <>
    <ComparedSnapshots roomId={roomId} before={difference.before} after={difference.after} />
    {difference.equal ? (
      <EmptyState icon={Equal} title="Nothing is different">
        The room was the same at both moments.
      </EmptyState>
    ) : (
      <>
        <VerdictChange verdict={difference.verdict} />
        <ChangeGroup title="Operation" changes={difference.operation} />
        <ChangeGroup title="Vessels" changes={difference.vessels} />
        <ChangeGroup title="Documents" changes={difference.documents} />
        <ChangeGroup title="Document types" changes={difference.document_types} />
        <ChangeGroup title="Approvals" changes={difference.approvals} />
        <ChangeGroup title="Parties" changes={difference.parties} />
        <ActivityChanges activity={difference.activity} />
      </>
    )}
    {difference.not_compared.map(({ section, text }) => (
      <Text key={section} c="dimmed">
        {text}
      </Text>
    ))}
  </>
);
