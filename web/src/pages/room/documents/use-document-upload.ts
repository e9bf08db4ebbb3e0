import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { aboutQuery } from '../../../access/about.ts';
import { uploadFile } from '../../../api/upload-file.ts';
import { fileSizeText } from '../../../components/file-size.ts';
import { isolated } from '../../../components/sentence.tsx';
import { useGuardedChange } from '../../../room/guarded-change.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { documentShown } from '../../../room/shown.ts';

interface Upload {
  file: File;
  /** Left out if the document keeps its day. */
  expires_on?: string;
}

/** The upload of the file of a document: its expiry date, its progress and its result. */
export function useDocumentUpload(roomId: string, document: RoomDocument) {
  const maxSize = useQuery(aboutQuery).data?.largest_document_file ?? Number.POSITIVE_INFINITY;
  const [expiresOn, setExpiresOn] = useState('');
  const [sent, setSent] = useState(0);
  const upload = useGuardedChange<Upload>(roomId, {
    shown: () => documentShown(roomId, document),
    send: ({ file, ...fields }, headers) => {
      if (file.size > maxSize) throw new Error(tooLarge(file, maxSize));
      return uploadFile({
        path: `/api/v1/rooms/${roomId}/documents/${document.id}/file`,
        file,
        fields,
        headers,
        onProgress: setSent,
      });
    },
  });
  const start = (file: File) => {
    if (upload.isPending) return;
    setSent(0);
    upload.mutate({ file, ...(expiresOn && { expires_on: expiresOn }) });
  };
  return { maxSize, expiresOn, setExpiresOn, sent, upload, start };
}

const tooLarge = ({ name, size }: File, maxSize: number): string =>
  `${isolated(name)} has ${fileSizeText(size)}, but the limit is ${fileSizeText(maxSize)}. Upload a smaller scan, or split the file.`;
