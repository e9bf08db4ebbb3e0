import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Milestone } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { ROOM_FIELDS } from '../../../contract/form-fields.ts';
import { FieldsDialog } from '../../../room/fields-dialog.tsx';
import type { Room } from '../../../room/room-queries.ts';
import { roomShown } from '../../../room/shown.ts';

const STAGE = ROOM_FIELDS.filter(({ name }) => name === 'stage');

/** A button that chooses the stage that the verdict is for. */
export function MoveStageButton({ room }: { room: Room }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="xs" variant="default" leftSection={<Milestone size={15} aria-hidden />} onClick={open}>
        Move the stage
      </Button>
      {opened && (
        <FieldsDialog
          roomId={room.id}
          title="Move the stage"
          submit="Move"
          hint="The verdict is for this stage. What a later stage needs is due later."
          fields={STAGE}
          shown={() => roomShown(room, STAGE)}
          save={(body, header) =>
            bodyOf(
              api.PATCH('/api/v1/rooms/{room_id}', { params: { path: { room_id: room.id }, header }, body }),
            )
          }
          onClose={close}
        />
      )}
    </>
  );
}
