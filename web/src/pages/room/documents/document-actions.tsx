import { Group } from '@mantine/core';
import { CircleSlash, FileX, Trash2, X } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { ActionButton } from '../../../room/action-button.tsx';

import { stating } from '../../../room/room-change.ts';
import type { Room, RoomDocument } from '../../../room/room-queries.ts';
import { documentShown } from '../../../room/shown.ts';
import { ApproveButton } from './approve-button.tsx';

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
  if (document.status === 'missing') return null;
  return (
    <Group gap="xs">
      {document.status !== 'approved' && <ApproveButton roomId={room.id} document={document} />}
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
          question="A waived document no longer blocks the operation. The reason replaces its notes and stands in every later record."
          note="required"
          noteLabel="Reason"
          shown={shown}
          run={(reason, header) =>
            bodyOf(
              api.PATCH('/api/v1/rooms/{room_id}/documents/{document_id}', {
                params: { path, header },
                body: { status: 'waived', notes: reason, reason },
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
        run={(_, header, reason) =>
          bodyOf(
            api.DELETE('/api/v1/rooms/{room_id}/documents/{document_id}', {
              params: { path, header, query: stating(reason) },
            }),
          )
        }
        onDone={onDeleted}
      />
    </Group>
  );
}
