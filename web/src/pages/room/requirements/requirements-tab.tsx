import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { documentsQuery, type Room, requirementsQuery } from '../../../room/room-queries.ts';
import { AddRequirementButton } from './add-requirement-button.tsx';
import { RequirementTable } from './requirement-table.tsx';

/** What the room asks for: the types of documents, of whom, and by when. */
export function RequirementsTab({ room }: { room: Room }) {
  const requirements = useQuery(requirementsQuery(room.id));
  const documents = useQuery(documentsQuery(room.id));
  const error = requirements.error ?? documents.error;
  const retry = () => void Promise.all([requirements.refetch(), documents.refetch()]);
  if (!requirements.data || !documents.data) {
    return error ? (
      <ProblemState title="The requirements cannot be shown" error={error} onRetry={retry} />
    ) : (
      <LoadingState what="requirements" />
    );
  }
  return (
    <Panel
      title="Requirements"
      actions={
        room.permissions.includes('document.write') && (
          <AddRequirementButton roomId={room.id} requirements={requirements.data} />
        )
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          The types of documents that this room asks for. A vessel that is added is asked for its own.
        </Text>
        {requirements.data.length === 0 ? (
          <EmptyState icon={ListChecks} title="Nothing is asked for yet">
            The broker or the owner asks for the types of documents that the clearance needs.
          </EmptyState>
        ) : (
          <RequirementTable room={room} requirements={requirements.data} documents={documents.data} />
        )}
      </Stack>
    </Panel>
  );
}
