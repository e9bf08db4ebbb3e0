import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { VESSEL_FIELDS } from '../../../contract/form-fields.ts';
import type { Field } from '../../../room/fields.ts';
import { FieldsDialog } from '../../../room/fields-dialog.tsx';
import { stating } from '../../../room/room-change.ts';
import { documentsQuery, type Vessel } from '../../../room/room-queries.ts';
import { vesselShown } from '../../../room/shown.ts';

interface Fate {
  documents?: 'superseded' | 'removed';
}

const FATE: Field = {
  ...{ name: 'documents', label: 'Documents that were sent', kind: 'choice', isRequired: true },
  options: [
    { value: 'superseded', label: 'Keep them as superseded' },
    { value: 'removed', label: 'Remove them' },
  ],
};

/** A button that removes a vessel. It asks what becomes of the documents that were sent for it. */
export function RemoveVesselButton({ roomId, vessel }: { roomId: string; vessel: Vessel }) {
  const [opened, { open, close }] = useDisclosure();
  const { data: documents } = useQuery({ ...documentsQuery(roomId), enabled: opened });
  const hasSent = documents?.some(({ vessel_id, version }) => vessel_id === vessel.id && version > 0);
  const label = `Remove ${vessel.label}`;
  return (
    <>
      <Button
        size="xs"
        variant="subtle"
        c="var(--bad)"
        leftSection={<Trash2 size={15} aria-hidden />}
        aria-label={label}
        loading={opened && hasSent === undefined}
        onClick={open}
      >
        Remove
      </Button>
      {opened && hasSent !== undefined && (
        <FieldsDialog
          roomId={roomId}
          title={label}
          submit="Remove"
          isDangerous
          isDecision
          hint="This removes the vessel, its approvals, and the documents that nobody has sent."
          fields={hasSent ? [FATE] : []}
          wide={[FATE.name]}
          shown={() => vesselShown(roomId, vessel, VESSEL_FIELDS)}
          save={(fate: Fate, header, reason) =>
            bodyOf(
              api.DELETE('/api/v1/rooms/{room_id}/vessels/{vessel_id}', {
                params: {
                  path: { room_id: roomId, vessel_id: vessel.id },
                  header,
                  query: { ...fate, ...stating(reason) },
                },
              }),
            )
          }
          onClose={close}
        />
      )}
    </>
  );
}
