import { useState } from 'react';
import { saveFile } from '../../../api/save-file.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';

/** Opens files of documents, and remembers whose files the user has. */
export function useOpenedFiles(roomId: string) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [isOpening, setOpening] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  return {
    opened,
    isOpening,
    error,
    async open(documents: readonly RoomDocument[]) {
      setOpening(true);
      setError(null);
      try {
        for (const { id, file_name } of documents) {
          await saveFile(`/api/v1/rooms/${roomId}/documents/${id}/file`, file_name ?? 'document');
          setOpened((before) => new Set([...before, id]));
        }
      } catch (failed) {
        setError(failed as Error);
      }
      setOpening(false);
    },
  };
}
