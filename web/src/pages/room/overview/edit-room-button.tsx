import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Pencil } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import type { Field } from '../../../room/fields.ts';
import { FieldsDialog } from '../../../room/fields-dialog.tsx';
import type { Room } from '../../../room/room-queries.ts';

const FIELDS: readonly Field[] = [
  { name: 'title', label: 'Title', kind: 'text', isRequired: true },
  { name: 'location', label: 'Location', kind: 'text', isRequired: true },
  { name: 'sts_eta', label: 'ETA (UTC)', kind: 'moment', isRequired: true },
  { name: 'time_zone', label: 'Time zone of the place', kind: 'text', isRequired: true },
  { name: 'expected_duration_hours', label: 'Expected duration (hours)', kind: 'number', isRequired: true },
  { name: 'expiry_margin_days', label: 'Margin for certificates (days)', kind: 'number', isRequired: true },
  { name: 'operation_mode', label: 'Mode', kind: 'choice', options: ['anchor', 'underway'] },
  {
    name: 'timeline_phase',
    label: 'Phase',
    kind: 'choice',
    options: ['pre_docs', 'docs_pending', 'ready', 'active', 'completed', 'cancelled'],
  },
  { name: 'cargo_type', label: 'Cargo', kind: 'text' },
  { name: 'cargo_quantity', label: 'Quantity', kind: 'number' },
  { name: 'cargo_unit', label: 'Unit of the quantity', kind: 'text' },
  { name: 'cargo_value_usd', label: 'Value of the cargo (USD)', kind: 'number' },
  { name: 'demurrage_rate_per_day', label: 'Demurrage per day (USD)', kind: 'number' },
  { name: 'demurrage_rate_per_hour', label: 'Demurrage per hour (USD)', kind: 'number' },
  { name: 'poac', label: 'POAC', kind: 'text' },
  { name: 'sts_provider', label: 'STS provider', kind: 'text' },
  { name: 'description', label: 'Remarks', kind: 'long' },
];

/** Changes the facts of a room. */
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
          fields={FIELDS}
          thing={room}
          save={(body) =>
            bodyOf(api.PATCH('/api/v1/rooms/{room_id}', { params: { path: { room_id: room.id } }, body }))
          }
          onClose={close}
        />
      )}
    </>
  );
}
