import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Pencil, Plus } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import type { RequestBody } from '../../../contract/route-types.ts';
import { FieldsDialog } from '../../../room/fields-dialog.tsx';
import type { Room, Vessel } from '../../../room/room-queries.ts';
import { nothingShown, vesselShown } from '../../../room/shown.ts';
import { RemoveVesselButton } from './remove-vessel-button.tsx';
import { FIELDS_OF_VESSEL, VESSEL_GROUPS } from './vessel-fields.ts';

type NewVessel = RequestBody<'/api/v1/rooms/{room_id}/vessels', 'post'>;

export function AddVesselButton({ roomId }: { roomId: string }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="xs" variant="default" leftSection={<Plus size={15} aria-hidden />} onClick={open}>
        Add a vessel
      </Button>
      {opened && (
        <FieldsDialog
          roomId={roomId}
          title="Add a vessel"
          submit="Add"
          fields={FIELDS_OF_VESSEL}
          groups={VESSEL_GROUPS}
          shown={() => nothingShown(roomId)}
          save={(body, header) =>
            bodyOf(
              api.POST('/api/v1/rooms/{room_id}/vessels', {
                params: { path: { room_id: roomId }, header },
                body: body as NewVessel,
              }),
            )
          }
          onClose={close}
        />
      )}
    </>
  );
}

/** The actions for one vessel that the role permits. */
export function VesselActions({ room, vessel }: { room: Room; vessel: Vessel }) {
  const [opened, { open, close }] = useDisclosure();
  const path = { room_id: room.id, vessel_id: vessel.id };
  const shown = () => vesselShown(room.id, vessel, FIELDS_OF_VESSEL);
  return (
    <Group gap={4}>
      {room.permissions.includes('vessel.write') && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<Pencil size={13} aria-hidden />}
          aria-label={`Edit ${vessel.label}`}
          onClick={open}
        >
          Edit
        </Button>
      )}
      {room.permissions.includes('vessel.delete') && <RemoveVesselButton roomId={room.id} vessel={vessel} />}
      {opened && (
        <FieldsDialog
          roomId={room.id}
          title={`Edit ${vessel.label}`}
          submit="Save"
          fields={FIELDS_OF_VESSEL}
          groups={VESSEL_GROUPS}
          shown={shown}
          save={(body, header) =>
            bodyOf(
              api.PATCH('/api/v1/rooms/{room_id}/vessels/{vessel_id}', { params: { path, header }, body }),
            )
          }
          onClose={close}
        />
      )}
    </Group>
  );
}
