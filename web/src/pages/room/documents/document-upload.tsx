import { Button, FileButton, Group, Progress, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { aboutQuery } from '../../../access/about.ts';
import { uploadFile } from '../../../api/upload-file.ts';
import { fileSizeText } from '../../../components/file-size.ts';
import { ProblemState } from '../../../components/problem-state.tsx';
import { useRoomChange } from '../../../room/room-change.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';
import classes from './document-upload.module.css';

/** Takes the file of a document, chosen or dropped; the document is under review from then on. */
export function DocumentUpload({ roomId, document }: { roomId: string; document: RoomDocument }) {
  const largest = useQuery(aboutQuery).data?.largest_document_file ?? Number.POSITIVE_INFINITY;
  const [expiresOn, setExpiresOn] = useState('');
  const [sent, setSent] = useState(0);
  const [isOver, setOver] = useState(false);
  const upload = useRoomChange<File>(roomId, {
    change: (file) => {
      if (file.size > largest) throw new Error(tooLarge(file, largest));
      return uploadFile({
        path: `/api/v1/rooms/${roomId}/documents/${document.id}/file`,
        file,
        fields: { expires_on: expiresOn },
        onProgress: setSent,
      });
    },
  });
  const clearChoice = useRef<() => void>(null);
  const take = (file: File | null | undefined) => {
    // So that the same file can be chosen again.
    clearChoice.current?.();
    setSent(0);
    if (file && !upload.isPending) upload.mutate(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the button is everybody's
    <div
      className={classes.place}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Stack gap="xs">
        <Group align="flex-end" gap="sm">
          <FileButton onChange={take} resetRef={clearChoice}>
            {(button) => (
              <Button {...button} leftSection={<Upload size={16} aria-hidden />} loading={upload.isPending}>
                {document.file_name ? 'Upload a new file' : 'Upload the file'}
              </Button>
            )}
          </FileButton>
          <TextInput
            label="Its expiry, if it has one"
            type="date"
            value={expiresOn}
            onChange={({ currentTarget }) => setExpiresOn(currentTarget.value)}
          />
        </Group>
        <Text size="sm" c="dimmed">
          Or drop it here{Number.isFinite(largest) && `: up to ${fileSizeText(largest)}`}.
        </Text>
        {upload.isPending && <Progress value={sent * 100} aria-label="Upload" />}
        <Text role="status" size="sm">
          {upload.isSuccess && 'Received. It is under review now.'}
        </Text>
        {upload.error && <ProblemState title="The file was not taken" error={upload.error} />}
      </Stack>
    </div>
  );
}

const tooLarge = ({ name, size }: File, largest: number): string =>
  `${name} has ${fileSizeText(size)}; at most ${fileSizeText(largest)} are taken. Send a smaller scan, or split it.`;
