import { Progress, SimpleGrid, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { uploadFile } from '../../../api/upload-file.ts';
import { fileSizeText } from '../../../components/file-size.ts';
import { isolated } from '../../../components/sentence.tsx';
import { visibleName } from '../../../components/visible-name.ts';
import { FieldInput } from '../../../room/field-input.tsx';
import { type Texts, textsOf } from '../../../room/fields.ts';
import { useGuardedChange } from '../../../room/guarded-change.ts';
import { RoomFormDialog } from '../../../room/room-form-dialog.tsx';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { documentShown } from '../../../room/shown.ts';
import { VERSION_FIELDS } from '../../../room/version-facts.ts';

interface UploadDialogProps {
  roomId: string;
  document: RoomDocument;
  file: File;
  /** The largest size in bytes. */
  maxSize: number;
  onClose(): void;
  onDone(): void;
}

/** Asks for the facts of a new version, and uploads it. Nothing is taken over from the version before. */
export function UploadDialog({ roomId, document, file, maxSize, onClose, onDone }: UploadDialogProps) {
  const [sent, setSent] = useState(0);
  const form = useForm<Texts>({ initialValues: textsOf(VERSION_FIELDS) });
  const [shown] = useState(() => documentShown(roomId, document));
  const upload = useGuardedChange<Texts>(roomId, {
    shown: () => shown,
    send: (fields, headers) =>
      uploadFile({
        path: `/api/v1/rooms/${roomId}/documents/${document.id}/file`,
        file,
        fields,
        headers,
        onProgress: setSent,
      }),
    onDone: () => {
      onDone();
      onClose();
    },
  });
  const isTooLarge = file.size > maxSize;
  return (
    <RoomFormDialog
      title={`Upload ${visibleName(file.name)}`}
      size="lg"
      change={upload}
      onClose={onClose}
      onSubmit={form.onSubmit((texts) => {
        if (!isTooLarge) upload.mutate(texts);
      })}
      submit="Upload"
      problem={isTooLarge ? new Error(tooLarge(file, maxSize)) : null}
      problemTitle="The file was not uploaded"
    >
      <Text size="sm" c="dimmed">
        State what version {document.version + 1} itself says. Who reviews it can still add what is missing.
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {VERSION_FIELDS.map((field, index) => (
          <FieldInput
            key={field.name}
            field={{ ...field, isRequired: false }}
            isFirst={index === 0}
            isWide={false}
            input={form.getInputProps(field.name)}
          />
        ))}
      </SimpleGrid>
      {upload.isPending && <Progress value={sent * 100} aria-label="Upload" />}
    </RoomFormDialog>
  );
}

const tooLarge = ({ name, size }: File, maxSize: number): string =>
  `${isolated(name)} has ${fileSizeText(size)}, but the limit is ${fileSizeText(maxSize)}. Upload a smaller scan, or split the file.`;
