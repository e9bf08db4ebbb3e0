import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { aboutQuery } from '../../../access/about.ts';
import { uploadFile } from '../../../api/upload-file.ts';
import { fileSizeText } from '../../../components/file-size.ts';
import { isolated } from '../../../components/sentence.tsx';
import { useRoomChange } from '../../../room/room-change.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';

/** The upload of the file of a document: its expiry date, its progress and its result. */
export function useDocumentUpload(roomId: string, { id }: RoomDocument) {
  const maxSize = useQuery(aboutQuery).data?.largest_document_file ?? Number.POSITIVE_INFINITY;
  const [expiresOn, setExpiresOn] = useState('');
  const [sent, setSent] = useState(0);
  const upload = useRoomChange<File>(roomId, {
    change: (file) => {
      if (file.size > maxSize) throw new Error(tooLarge(file, maxSize));
      return uploadFile({
        path: `/api/v1/rooms/${roomId}/documents/${id}/file`,
        file,
        fields: { expires_on: expiresOn },
        onProgress: setSent,
      });
    },
  });
  const start = (file: File) => {
    if (upload.isPending) return;
    setSent(0);
    upload.mutate(file);
  };
  return { maxSize, expiresOn, setExpiresOn, sent, upload, start };
}

const tooLarge = ({ name, size }: File, maxSize: number): string =>
  `${isolated(name)} has ${fileSizeText(size)}, but the limit is ${fileSizeText(maxSize)}. Upload a smaller scan, or split the file.`;
