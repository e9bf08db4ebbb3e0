import { Button, Group } from '@mantine/core';
import { Check, CircleSlash, FileX, Trash2, X } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { ProblemState } from '../../../components/problem-state.tsx';
import { ActionButton } from '../../../room/action-button.tsx';
import { ConflictDialog } from '../../../room/conflict-dialog.tsx';
import { useGuardedChange } from '../../../room/guarded-change.ts';
import type { Room, RoomDocument } from '../../../room/room-queries.ts';
import { documentShown } from '../../../room/shown.ts';
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

function Review({ room, document }: Omit<DocumentActionsProps, 'onDeleted'>) {
  const path = { room_id: room.id, document_id: document.id };
  const shown = () => documentShown(room.id, document);
  const approve = useGuardedChange<object>(room.id, {
    shown,
    send: (body, header) =>
      bodyOf(
        api.POST('/api/v1/rooms/{room_id}/documents/{document_id}/approve', {
          params: { path, header },
          body,
        }),
      ),
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
            onClick={() => approve.mutate({})}
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
            shown={shown}
            run={(note, header) =>
              bodyOf(
                api.POST('/api/v1/rooms/{room_id}/documents/{document_id}/reject', {
                  params: { path, header },
                  body: { note },
                }),
              )
            }
          />
        )}
      </Group>
      {approve.conflict && (
        <ConflictDialog
          conflict={approve.conflict}
          submit="Approve"
          onDecide={approve.decide}
          onCancel={approve.cancel}
        />
      )}
      {approve.error && <ProblemState title="The document was not approved" error={approve.error} />}
    </>
  );
}

function Changes({ room, document, onDeleted }: DocumentActionsProps) {
  const path = { room_id: room.id, document_id: document.id };
  const shown = () => documentShown(room.id, document);
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
          shown={shown}
          run={(notes, header) =>
            bodyOf(
              api.PATCH('/api/v1/rooms/{room_id}/documents/{document_id}', {
                params: { path, header },
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
          shown={shown}
          run={(_, header) =>
            bodyOf(
              api.DELETE('/api/v1/rooms/{room_id}/documents/{document_id}/file', {
                params: { path, header },
              }),
            )
          }
        />
      )}
      <ActionButton
        roomId={room.id}
        text="Delete"
        icon={Trash2}
        question={`This deletes ${document.type_name} from the room, with its file.`}
        isDangerous
        shown={shown}
        run={(_, header) =>
          bodyOf(api.DELETE('/api/v1/rooms/{room_id}/documents/{document_id}', { params: { path, header } }))
        }
        onDone={onDeleted}
      />
    </Group>
  );
}
