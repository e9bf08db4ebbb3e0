import { Drawer, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { LoadingState } from '../../../components/loading-state.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { useMayUpload } from '../../../room/may-upload.ts';
import {
  documentQuery,
  type ListedDocument,
  type Room,
  type RoomDocument,
} from '../../../room/room-queries.ts';
import { DocumentActions } from './document-actions.tsx';
import { DocumentFacts } from './document-facts.tsx';
import { DocumentUpload } from './document-upload.tsx';

interface DocumentPanelProps {
  room: Room;
  /** Undefined if the room does not have the document, or no longer has it. */
  document: ListedDocument | undefined;
  isOpen: boolean;
  onClose(): void;
}

/** A panel beside the table with the facts and the actions of one document. */
export const DocumentPanel = ({ room, document, isOpen, onClose }: DocumentPanelProps) => (
  <Drawer
    opened={isOpen}
    onClose={onClose}
    position="right"
    size="lg"
    title={document?.type_name ?? 'Document'}
    closeButtonProps={{ 'aria-label': 'Close the document' }}
  >
    {document ? (
      <DocumentDetails key={document.id} room={room} document={document} onClose={onClose} />
    ) : (
      <Text>This document is no longer in the room.</Text>
    )}
  </Drawer>
);

interface DocumentDetailsProps {
  room: Room;
  document: ListedDocument;
  onClose(): void;
}

/** The facts and actions of a document. If the list has only the beginnings of its texts, it is read first. */
function DocumentDetails({ room, document: listed, onClose }: DocumentDetailsProps) {
  const isWhole = listed.shortened.length === 0;
  const { data, error, refetch } = useQuery({ ...documentQuery(room.id, listed.id), enabled: !isWhole });
  const document = isWhole ? listed : data;
  if (!document) {
    return error ? (
      <ProblemState title="The document cannot be shown" error={error} onRetry={() => void refetch()} />
    ) : (
      <LoadingState what="document" />
    );
  }
  return (
    <Stack gap="lg">
      <DocumentFacts room={room} document={document} />
      <Upload room={room} document={document} />
      <DocumentActions room={room} document={document} onDeleted={onClose} />
    </Stack>
  );
}

function Upload({ room, document }: { room: Room; document: RoomDocument }) {
  const mayUpload = useMayUpload(room);
  if (!room.permissions.includes('document.upload')) return null;
  if (mayUpload(document)) return <DocumentUpload roomId={room.id} document={document} />;
  return (
    <Text c="dimmed">Only {document.responsible_party}, the broker and the owner upload this document.</Text>
  );
}
