import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Pencil } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { FieldsDialog } from '../../../room/fields-dialog.tsx';
import { stating } from '../../../room/room-change.ts';
import type { Room } from '../../../room/room-queries.ts';
import { roomShown } from '../../../room/shown.ts';
import { operationFields } from './operation-fields.ts';

/** A button that opens the form for the facts of a room. */
export function EditRoomButton({ room }: { room: Room }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Pencil size={15} aria-hidden />}
        aria-label="Edit the operation"
        onClick={open}
      >
        Edit
      </Button>
      {opened && (
        <FieldsDialog
          roomId={room.id}
          title="Edit the operation"
          submit="Save"
          fields={operationFields(room)}
          wide={['title', 'location', 'cargo_type']}
          shown={() => roomShown(room, operationFields(room))}
          save={(body, header, reason) =>
            bodyOf(
              api.PATCH('/api/v1/rooms/{room_id}', {
                params: { path: { room_id: room.id }, header },
                body: { ...body, ...stating(reason) },
              }),
            )
          }
          onClose={close}
        />
      )}
    </>
  );
}
