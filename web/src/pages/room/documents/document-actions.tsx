import { Button, Group } from '@mantine/core';
import { Check, CircleSlash, FileX, Trash2, X } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { ProblemState } from '../../../components/problem-state.tsx';
import { ActionButton } from '../../../room/action-button.tsx';
import { useRoomChange } from '../../../room/room-change.ts';
import type { Room, RoomDocument } from '../../../room/room-queries.ts';
import { EditDocumentButton } from './edit-document-button.tsx';

interface DocumentActionsProps {
  room: Room;
  document: RoomDocument;
  onDeleted(): void;
}

/** The actions for a document that the role permits, except the upload. */
export function DocumentActions({ room, document, onDeleted }: DocumentActionsProps) {
  const mayReview = room.permissions.includes('document.review');
  const mayWrite = room.permissions.includes('document.write');
  return (
    <>
      {mayReview && <Review room={room} document={document} />}
      {mayWrite && <Changes room={room} document={document} onDeleted={onDeleted} />}
    </>
  );
}

const inDocument = (roomId: string, document_id: string) => ({
  params: { path: { room_id: roomId, document_id } },
});

function Review({ room, document }: Omit<DocumentActionsProps, 'onDeleted'>) {
  const at = inDocument(room.id, document.id);
  const approve = useRoomChange<void>(room.id, {
    change: () =>
      bodyOf(api.POST('/api/v1/rooms/{room_id}/documents/{document_id}/approve', { ...at, body: {} })),
  });
  if (document.status === 'missing') return null;
  return (
    <>
      <Group gap="xs">
        {document.status !== 'approved' && (
          <Button
            size="xs"
            leftSection={<Check size={15} aria-hidden />}
            loading={approve.isPending}
            onClick={() => approve.mutate()}
          >
            Approve
          </Button>
        )}
        {document.status !== 'rejected' && (
          <ActionButton
            roomId={room.id}
            text="Reject"
            icon={X}
            question="The note replaces the notes of the document and becomes part of the record."
            note="required"
            run={(note) =>
              bodyOf(
                api.POST('/api/v1/rooms/{room_id}/documents/{document_id}/reject', { ...at, body: { note } }),
              )
            }
          />
        )}
      </Group>
      {approve.error && <ProblemState title="The document was not approved" error={approve.error} />}
    </>
  );
}

function Changes({ room, document, onDeleted }: DocumentActionsProps) {
  const at = inDocument(room.id, document.id);
  return (
    <Group gap="xs">
      <EditDocumentButton roomId={room.id} document={document} />
      {document.status !== 'waived' && (
        <ActionButton
          roomId={room.id}
          text="Waive"
          icon={CircleSlash}
          question="A waived document no longer blocks the operation. The note replaces its notes."
          note="required"
          run={(notes) =>
            bodyOf(
              api.PATCH('/api/v1/rooms/{room_id}/documents/{document_id}', {
                ...at,
                body: { status: 'waived', notes },
              }),
            )
          }
        />
      )}
      {document.file_name && (
        <ActionButton
          roomId={room.id}
          text="Remove the file"
          icon={FileX}
          question="This removes the file from the document. Earlier snapshots do not change."
          isDangerous
          run={() => bodyOf(api.DELETE('/api/v1/rooms/{room_id}/documents/{document_id}/file', at))}
        />
      )}
      <ActionButton
        roomId={room.id}
        text="Delete"
        icon={Trash2}
        question={`This deletes ${document.type_name} from the room, with its file.`}
        isDangerous
        run={() => bodyOf(api.DELETE('/api/v1/rooms/{room_id}/documents/{document_id}', at))}
        onDone={onDeleted}
      />
    </Group>
  );
}
