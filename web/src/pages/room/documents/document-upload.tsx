import { Button, FileButton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { aboutQuery } from '../../../access/about.ts';
import { fileSizeText } from '../../../components/file-size.ts';

import type { RoomDocument } from '../../../room/room-queries.ts';
import { FileDropArea } from './file-drop-area.tsx';
import { UploadDialog } from './upload-dialog.tsx';

/** Takes a file of a document, chosen or dropped. A dialog asks for its facts before the upload. */
export function DocumentUpload({ roomId, document }: { roomId: string; document: RoomDocument }) {
  const maxSize = useQuery(aboutQuery).data?.largest_document_file ?? Number.POSITIVE_INFINITY;
  const [file, setFile] = useState<File | null>(null);
  const [isSent, setSent] = useState(false);
  const clearChoice = useRef<() => void>(null);
  const choose = (chosen: File | null) => {
    // Without this, the browser would not report a second choice of the same file.
    clearChoice.current?.();
    if (!chosen) return;
    setSent(false);
    setFile(chosen);
  };
  return (
    <FileDropArea onDrop={([file]) => choose(file ?? null)}>
      <Stack gap="xs" align="flex-start">
        <FileButton onChange={choose} resetRef={clearChoice}>
          {(button) => (
            <Button {...button} leftSection={<Upload size={16} aria-hidden />}>
              {document.file_name ? 'Upload a new version' : 'Upload the file'}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          Or drop the file here{Number.isFinite(maxSize) && ` (up to ${fileSizeText(maxSize)})`}.
        </Text>
        <Text role="status" size="sm">
          {isSent && 'The file was uploaded. The document is under review.'}
        </Text>
      </Stack>
      {file && (
        <UploadDialog
          roomId={roomId}
          document={document}
          file={file}
          maxSize={maxSize}
          onClose={() => setFile(null)}
          onDone={() => setSent(true)}
        />
      )}
    </FileDropArea>
  );
}
