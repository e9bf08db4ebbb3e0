import { Group } from '@mantine/core';
import { countText } from '../../../components/number-text.ts';
import type { ListedDocument, Room } from '../../../room/room-queries.ts';
import { ReviewDocumentsButton } from '../reviews/review-documents-button.tsx';
import { UploadFilesButton } from '../uploads/upload-files-button.tsx';
import { AddDocumentButton } from './add-document-button.tsx';

interface DocumentToolsProps {
  room: Room;
  documents: readonly ListedDocument[];
  /** The files that were chosen or dropped. */
  files: readonly File[];
  onFiles(files: File[]): void;
  /** @param text what was done */
  onDone(text: string): void;
}

/** What the user may do with several documents, or to add one. */
export const DocumentTools = ({ room, documents, files, onFiles, onDone }: DocumentToolsProps) => (
  <Group gap="xs">
    <ReviewDocumentsButton
      room={room}
      documents={documents}
      onDone={(count) => onDone(`${countText(count, 'document')} approved.`)}
    />
    <UploadFilesButton
      room={room}
      documents={documents}
      files={files}
      onFiles={onFiles}
      onDone={(count) =>
        onDone(`${countText(count, 'file')} uploaded. ${count === 1 ? 'It is' : 'They are'} under review.`)
      }
    />
    {room.permissions.includes('document.write') && <AddDocumentButton roomId={room.id} />}
  </Group>
);
