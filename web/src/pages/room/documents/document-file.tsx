import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { saveFile } from '../../../api/save-file.ts';
import { fileSizeText } from '../../../components/file-size.ts';
import { Name } from '../../../components/name.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import type { RoomDocument } from '../../../room/room-queries.ts';

/** A button that downloads the file of a document. */
export function DocumentFile({ roomId, document }: { roomId: string; document: RoomDocument }) {
  const { id, file_name: name, file_size: size } = document;
  const download = useMutation({
    mutationFn: (name: string) => saveFile(`/api/v1/rooms/${roomId}/documents/${id}/file`, name),
  });
  if (name === null) return <Text c="dimmed">This document has no file.</Text>;
  return (
    <>
      <Button
        variant="default"
        leftSection={<Download size={16} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate(name)}
        styles={{ label: { overflow: 'hidden', textOverflow: 'ellipsis' } }}
      >
        <Name>{name}</Name>
        {size !== null && ` (${fileSizeText(size)})`}
      </Button>
      {download.error && <ProblemState title="The file was not downloaded" error={download.error} />}
    </>
  );
}
