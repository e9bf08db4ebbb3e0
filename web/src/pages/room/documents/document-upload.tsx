import { Button, FileButton, Group, Progress, Stack, Text, TextInput } from '@mantine/core';
import { Upload } from 'lucide-react';
import { useRef } from 'react';
import { fileSizeText } from '../../../components/file-size.ts';
import { ProblemState } from '../../../components/problem-state.tsx';
import { ConflictDialog } from '../../../room/conflict-dialog.tsx';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { FileDropArea } from './file-drop-area.tsx';
import { useDocumentUpload } from './use-document-upload.ts';

/** Uploads the file of a document, chosen or dropped. The upload sets the document to "under review". */
export function DocumentUpload({ roomId, document }: { roomId: string; document: RoomDocument }) {
  const { maxSize, expiresOn, setExpiresOn, sent, upload, start } = useDocumentUpload(roomId, document);
  const clearChoice = useRef<() => void>(null);
  const choose = (file: File | null) => {
    // Without this, the browser would not report a second choice of the same file.
    clearChoice.current?.();
    if (file) start(file);
  };
  return (
    <FileDropArea onDrop={start}>
      <Stack gap="xs">
        <Group align="flex-end" gap="sm">
          <FileButton onChange={choose} resetRef={clearChoice}>
            {(button) => (
              <Button {...button} leftSection={<Upload size={16} aria-hidden />} loading={upload.isPending}>
                {document.file_name ? 'Upload a new file' : 'Upload the file'}
              </Button>
            )}
          </FileButton>
          <TextInput
            label="Expiry (optional)"
            type="date"
            value={expiresOn}
            onChange={({ currentTarget }) => setExpiresOn(currentTarget.value)}
          />
        </Group>
        <Text size="sm" c="dimmed">
          Or drop the file here{Number.isFinite(maxSize) && ` (up to ${fileSizeText(maxSize)})`}.
        </Text>
        {upload.isPending && <Progress value={sent * 100} aria-label="Upload" />}
        <Text role="status" size="sm">
          {upload.isSuccess && 'The file was uploaded. The document is under review.'}
        </Text>
        {upload.conflict && (
          <ConflictDialog
            conflict={upload.conflict}
            submit="Upload"
            onDecide={upload.decide}
            onCancel={upload.cancel}
          />
        )}
        {upload.error && <ProblemState title="The file was not uploaded" error={upload.error} />}
      </Stack>
    </FileDropArea>
  );
}
