import { Progress, Text } from '@mantine/core';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { countText } from '../../../components/number-text.ts';
import type { ListedDocument } from '../../../room/room-queries.ts';
import { FileTable } from './file-table.tsx';
import { useFileUploads } from './use-file-uploads.ts';

interface UploadFilesDialogProps {
  roomId: string;
  /** The documents that the user may upload. */
  documents: readonly ListedDocument[];
  files: readonly File[];
  onClose(): void;
  /** Called when every chosen file is uploaded. */
  onDone(count: number): void;
}

/** Confirms which document each file is for, and uploads one after the other. A file that fails stays with its reason. */
export function UploadFilesDialog({ roomId, documents, files, onClose, onDone }: UploadFilesDialogProps) {
  const { form, send, waiting, part, done, problems, isPending } = useFileUploads({
    ...{ roomId, documents, files, onDone },
  });
  const count = countText(waiting, 'file');
  return (
    <FormDialog
      title={`Upload ${countText(files.length, 'file')}`}
      size="wide"
      opened
      onClose={onClose}
      onSubmit={form.onSubmit(() => void send())}
      submit={waiting === 0 ? 'Choose a document for a file' : `Upload ${count}`}
      isPending={isPending}
      problem={problems.size > 0 && !isPending ? partOf(done.size, problems.size) : null}
      problemTitle="Not every file was uploaded"
    >
      <Text size="sm" c="dimmed">
        Each file was given the document that its name tells. Check this, and state what each document itself
        says. Who reviews it can still add what is missing.
      </Text>
      <FileTable form={form} documents={documents} done={done} problems={problems} />
      {isPending && <Progress value={part * 100} aria-label="Upload of the files" />}
    </FormDialog>
  );
}

const partOf = (done: number, failed: number): Error =>
  new Error(
    `${countText(done, 'file')} uploaded, ${failed} not. Each of these has its reason in the table. Correct it, then upload the rest.`,
  );
