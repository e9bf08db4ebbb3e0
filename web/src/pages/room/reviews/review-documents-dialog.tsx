import { Button, Group, Progress, Text } from '@mantine/core';
import { Download } from 'lucide-react';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { countText } from '../../../components/number-text.ts';
import type { ListedDocument, Room } from '../../../room/room-queries.ts';
import { ReviewTable } from './review-table.tsx';
import { useReview } from './use-review.ts';

interface ReviewDocumentsDialogProps {
  room: Room;
  /** The documents under review, as the page showed them when the dialog opened. */
  documents: readonly ListedDocument[];
  onClose(): void;
  /** Called when every chosen document is approved. */
  onDone(count: number): void;
}

/** Approves the versions whose files the reviewer has opened, one after the other. One that fails says why. */
export function ReviewDocumentsDialog({ room, documents, onClose, onDone }: ReviewDocumentsDialogProps) {
  const review = useReview({ room, documents, onDone });
  const { rows, files, unopened, waiting, done, problems, isPending } = review;
  return (
    <FormDialog
      title={`Review ${countText(rows.length, 'document')}`}
      size="wide"
      opened
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        void review.send();
      }}
      submit={waiting === 0 ? 'Open a file to approve it' : `Approve ${countText(waiting, 'document')}`}
      isPending={isPending}
      problem={files.error ?? (problems.size > 0 && !isPending ? partOf(done.size, problems.size) : null)}
      problemTitle={files.error ? 'A file was not opened' : 'Not every document was approved'}
    >
      <Text size="sm" c="dimmed">
        An approval is of the version that stands here. Only documents whose file you have opened here are
        approved. To reject a document, open it in the list and state why.
      </Text>
      <Group>
        <Button
          variant="default"
          leftSection={<Download size={16} aria-hidden />}
          disabled={unopened.length === 0}
          loading={files.isOpening}
          data-autofocus
          onClick={() => void files.open(unopened)}
        >
          {unopened.length === 0 ? 'No file left to open' : `Open ${countText(unopened.length, 'file')}`}
        </Button>
      </Group>
      <ReviewTable
        roomId={room.id}
        rows={rows}
        done={done}
        problems={problems}
        onOpen={(document) => void files.open([document])}
        onChoose={review.choose}
      />
      {isPending && <Progress value={review.part * 100} aria-label="Approval of the documents" />}
    </FormDialog>
  );
}

const partOf = (done: number, failed: number): Error =>
  new Error(
    `${countText(done, 'document')} approved, ${failed} not. Each of these has its reason in the table.`,
  );
