import { Drawer, Stack, Text } from '@mantine/core';
import type { Room, RoomDocument } from '../../../room/room-queries.ts';
import { DocumentActions } from './document-actions.tsx';
import { DocumentFacts } from './document-facts.tsx';
import { DocumentUpload } from './document-upload.tsx';

interface DocumentPanelProps {
  room: Room;
  /** Undefined if the room does not have the document, or no longer has it. */
  document: RoomDocument | undefined;
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
