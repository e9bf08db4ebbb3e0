import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import type { RequestBody } from '../../../contract/route-types.ts';
import { ActionButton } from '../../../room/action-button.tsx';
import type { Field } from '../../../room/fields.ts';
import { FieldsDialog } from '../../../room/fields-dialog.tsx';
import { stating } from '../../../room/room-change.ts';
import type { Party } from '../../../room/room-queries.ts';
import { nothingShown, partyShown } from '../../../room/shown.ts';

type NewParty = RequestBody<'/api/v1/rooms/{room_id}/parties', 'post'>;

const ROLES: Record<NewParty['role'], true> = {
  ...{ owner: true, broker: true, charterer: true, poac: true, sts_provider: true },
  ...{ seller: true, buyer: true, viewer: true },
};
const FIELDS: readonly Field[] = [
  { name: 'name', label: 'Name', kind: 'name', isRequired: true },
  { name: 'role', label: 'Role', kind: 'choice', isRequired: true, options: Object.keys(ROLES) },
  { name: 'company', label: 'Company', kind: 'line' },
];
const NEW_FIELDS: readonly Field[] = [
  ...FIELDS,
  { name: 'email', label: 'Email', kind: 'line', isRequired: true },
];

export function AddPartyButton({ roomId }: { roomId: string }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="xs" variant="default" leftSection={<Plus size={15} aria-hidden />} onClick={open}>
        Add a party
      </Button>
      {opened && (
        <FieldsDialog
          roomId={roomId}
          title="Add a party"
          submit="Add"
          fields={NEW_FIELDS}
          shown={() => nothingShown(roomId)}
          save={(body, header) =>
            bodyOf(
              api.POST('/api/v1/rooms/{room_id}/parties', {
                params: { path: { room_id: roomId }, header },
                body: body as NewParty,
              }),
            )
          }
          onClose={close}
        />
      )}
    </>
  );
}

/** The buttons that change and remove a party. */
export function PartyActions({ roomId, party }: { roomId: string; party: Party }) {
  const [opened, { open, close }] = useDisclosure();
  const path = { room_id: roomId, party_id: party.id };
  const shown = () => partyShown(roomId, party, FIELDS);
  return (
    <Group gap={4} wrap="nowrap">
      <Button
        size="xs"
        variant="subtle"
        leftSection={<Pencil size={15} aria-hidden />}
        aria-label={`Edit ${party.label}`}
        onClick={open}
      >
        Edit
      </Button>
      <ActionButton
        roomId={roomId}
        text="Remove"
        label={`Remove ${party.label}`}
        icon={Trash2}
        question={`${party.label} (${party.email}) can no longer see the room. The approvals of this party are deleted.`}
        isDangerous
        isQuiet
        shown={shown}
        run={(_, header, reason) =>
          bodyOf(
            api.DELETE('/api/v1/rooms/{room_id}/parties/{party_id}', {
              params: { path, header, query: stating(reason) },
            }),
          )
        }
      />
      {opened && (
        <FieldsDialog
          roomId={roomId}
          title={`Edit ${party.label}`}
          submit="Save"
          fields={FIELDS}
          shown={shown}
          save={(body, header, reason) =>
            bodyOf(
              api.PATCH('/api/v1/rooms/{room_id}/parties/{party_id}', {
                params: { path, header },
                body: { ...body, ...stating(reason) },
              }),
            )
          }
          onClose={close}
        />
      )}
    </Group>
  );
}
