import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { aboutQuery } from '../../../access/about.ts';
import { uploadFile } from '../../../api/upload-file.ts';
import { type SingleChange, useOneByOne } from '../../../room/one-by-one.ts';
import type { ListedDocument } from '../../../room/room-queries.ts';
import { documentShown, NEWEST_VERSION_FIELDS } from '../../../room/shown.ts';
import { type FileRow, faultsOf, rowsOf } from './file-rows.ts';

interface FileUploads {
  roomId: string;
  documents: readonly ListedDocument[];
  files: readonly File[];
  onDone(count: number): void;
}

/** The form that gives files to documents, and their upload one after the other. */
export function useFileUploads({ roomId, documents, files, onDone }: FileUploads) {
  const maxSize = useQuery(aboutQuery).data?.largest_document_file ?? Number.POSITIVE_INFINITY;
  const form = useForm<{ rows: FileRow[] }>({
    initialValues: { rows: rowsOf(files, documents) },
    validate: ({ rows }) => faultsOf(rows, maxSize),
  });
  // What the page showed when the files were chosen. Live updates go on behind the dialog.
  const [shown] = useState(
    () => new Map(documents.map((each) => [each.id, documentShown(roomId, each, NEWEST_VERSION_FIELDS)])),
  );
  const { run, done, problems, isPending } = useOneByOne(roomId);
  const chosen = form.values.rows.filter(({ document }) => document !== '');
  const waiting = chosen.filter(({ document }) => !done.has(document));
  const changeOf = ({ file, document, facts }: FileRow): SingleChange[] => {
    const seen = shown.get(document);
    if (seen === undefined) return [];
    const path = `/api/v1/rooms/${roomId}/documents/${document}/file`;
    const upload = { path, file, fields: facts, onProgress: () => undefined };
    return [{ id: document, shown: seen, send: (headers) => uploadFile({ ...upload, headers }) }];
  };
  return {
    form,
    done,
    problems,
    isPending,
    /** The number of files that are to be sent. */
    waiting: waiting.length,
    /** The part of the chosen files that was tried. */
    part: (done.size + problems.size) / chosen.length,
    async send() {
      if (waiting.length === 0) return;
      if ((await run(waiting.flatMap(changeOf))) === 0) onDone(chosen.length);
    },
  };
}
