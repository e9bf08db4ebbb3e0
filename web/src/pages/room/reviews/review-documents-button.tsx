import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ListChecks } from 'lucide-react';
import type { ListedDocument, Room } from '../../../room/room-queries.ts';
import { underReview } from './review-candidates.ts';
import { ReviewDocumentsDialog } from './review-documents-dialog.tsx';

interface ReviewDocumentsButtonProps {
  room: Room;
  documents: readonly ListedDocument[];
  /** Called with the number of documents that were approved. */
  onDone(count: number): void;
}

/** Reviews several documents in one step. */
export function ReviewDocumentsButton({ room, documents, onDone }: ReviewDocumentsButtonProps) {
  const [opened, { open, close }] = useDisclosure();
  const count = underReview(documents).length;
  if (!room.permissions.includes('document.review') || (count === 0 && !opened)) return null;
  return (
    <>
      <Button size="xs" variant="default" leftSection={<ListChecks size={15} aria-hidden />} onClick={open}>
        Review {count} under review
      </Button>
      {opened && (
        <ReviewDocumentsDialog
          room={room}
          documents={underReview(documents)}
          onClose={close}
          onDone={(approved) => {
            close();
            onDone(approved);
          }}
        />
      )}
    </>
  );
}
