import { Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { FileSearch } from 'lucide-react';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { EmptyState } from '../../../components/empty-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { OutcomeNotice } from '../../../components/outcome-notice.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { documentSearchQuery, documentsQuery, type Room } from '../../../room/room-queries.ts';
import { filterDocuments, filterOf } from './document-filter.ts';
import { DocumentFilterBar } from './document-filter-bar.tsx';
import { DocumentPanel } from './document-panel.tsx';
import { DocumentTable } from './document-table.tsx';
import { DocumentTools } from './document-tools.tsx';
import { FileDropArea } from './file-drop-area.tsx';
import { UnlistedDocuments } from './unlisted-documents.tsx';

interface DocumentsTabProps {
  room: Room;
  /** The id of the open document. */
  documentId: string | undefined;
}

/** The documents of a room. */
export function DocumentsTab({ room, documentId }: DocumentsTabProps) {
  const { data: documents, error, refetch } = useQuery(documentsQuery(room.id));
  const [files, setFiles] = useState<File[]>([]);
  const [outcome, setOutcome] = useState<string | null>(null);
  const [search] = useSearchParams();
  const [, goTo] = useLocation();
  const filter = filterOf(search);
  const hasBeginnings = documents?.some(({ shortened }) => shortened.length > 0) ?? false;
  const { data: foundByServer } = useQuery({
    ...documentSearchQuery(room.id, filter.q),
    enabled: hasBeginnings && filter.q !== '',
    placeholderData: keepPreviousData,
  });
  if (!documents) {
    return error ? (
      <ProblemState title="The documents cannot be shown" error={error} onRetry={() => void refetch()} />
    ) : (
      <LoadingState what="documents" />
    );
  }
  const shown = filterDocuments(
    documents,
    filter,
    room.verdict.reasons,
    filter.q ? foundByServer : undefined,
  );
  const address = (path = '') => `/rooms/${room.id}/documents${path}${search.size > 0 ? `?${search}` : ''}`;
  const mayUpload = room.permissions.includes('document.upload');
  const list = (
    <Stack gap="sm">
      <OutcomeNotice text={outcome} />
      <UnlistedDocuments room={room} />
      <DocumentFilterBar filter={filter} documents={documents} />
      <Text role="status" size="sm" c="dimmed">
        {shown.length} of {documents.length} shown
      </Text>
      {shown.length === 0 ? (
        <NothingShown isEmpty={documents.length === 0} />
      ) : (
        <DocumentTable documents={shown} addressOf={({ id }) => address(`/${id}`)} />
      )}
    </Stack>
  );
  return (
    <Panel
      title="Documents"
      actions={<DocumentTools {...{ room, documents, files }} onFiles={setFiles} onDone={setOutcome} />}
    >
      {mayUpload ? (
        <FileDropArea isQuiet onDrop={setFiles}>
          {list}
        </FileDropArea>
      ) : (
        list
      )}
      <DocumentPanel
        room={room}
        document={documents.find(({ id }) => id === documentId)}
        isOpen={documentId !== undefined}
        onClose={() => goTo(address())}
      />
    </Panel>
  );
}

const NothingShown = ({ isEmpty }: { isEmpty: boolean }) => (
  <EmptyState icon={FileSearch} title={isEmpty ? 'No documents yet' : 'No document matches'}>
    {isEmpty
      ? 'The broker or the owner adds the documents that the clearance requires.'
      : 'Search for something else, or show all.'}
  </EmptyState>
);
