import { Drawer, Stack, Text } from '@mantine/core';
import type { Room, RoomDocument } from '../../../room/room-queries.ts';
import { DocumentActions } from './document-actions.tsx';
import { DocumentFacts } from './document-facts.tsx';
import { DocumentUpload } from './document-upload.tsx';

interface DocumentPanelProps {
  room: Room;
  /** Missing if it is not, or no longer, there. */
  document: RoomDocument | undefined;
  isWanted: boolean;
  onClose(): void;
}

/** One document, beside the matrix, with what can be done about it. */
export const DocumentPanel = ({ room, document, isWanted, onClose }: DocumentPanelProps) => (
  <Drawer
    opened={isWanted}
    onClose={onClose}
    position="right"
    size="lg"
    title={document?.type_name ?? 'Document'}
    closeButtonProps={{ 'aria-label': 'Close the document' }}
  >
    {document ? (
      <Stack gap="lg" key={document.id}>
        <DocumentFacts room={room} document={document} />
        {room.permissions.includes('document.upload') && (
          <DocumentUpload roomId={room.id} document={document} />
        )}
        <DocumentActions room={room} document={document} onDeleted={onClose} />
      </Stack>
    ) : (
      <Text>This document is no longer in the room.</Text>
    )}
  </Drawer>
);
