import { Button, FileButton } from '@mantine/core';
import { Files } from 'lucide-react';
import { useRef } from 'react';
import { useMayUpload } from '../../../room/may-upload.ts';
import type { ListedDocument, Room } from '../../../room/room-queries.ts';
import { UploadFilesDialog } from './upload-files-dialog.tsx';

interface UploadFilesButtonProps {
  room: Room;
  documents: readonly ListedDocument[];
  /** The files that were chosen or dropped. The dialog is open while there are any. */
  files: readonly File[];
  onFiles(files: File[]): void;
  /** Called with the number of files that were uploaded. */
  onDone(count: number): void;
}

/** Takes several files at once. A table asks which document each is for before anything is sent. */
export function UploadFilesButton({ room, documents, files, onFiles, onDone }: UploadFilesButtonProps) {
  const clearChoice = useRef<() => void>(null);
  const mayUpload = useMayUpload(room);
  const possible = documents.filter((document) => mayUpload(document) && document.status !== 'superseded');
  if (possible.length === 0) return null;
  const choose = (chosen: File[]) => {
    // Without this, the browser would not report a second choice of the same files.
    clearChoice.current?.();
    onFiles(chosen);
  };
  return (
    <>
      <FileButton multiple onChange={choose} resetRef={clearChoice}>
        {(button) => (
          <Button {...button} size="xs" variant="default" leftSection={<Files size={15} aria-hidden />}>
            Upload several files
          </Button>
        )}
      </FileButton>
      {files.length > 0 && (
        <UploadFilesDialog
          roomId={room.id}
          documents={possible}
          files={files}
          onClose={() => onFiles([])}
          onDone={(count) => {
            onFiles([]);
            onDone(count);
          }}
        />
      )}
    </>
  );
}
