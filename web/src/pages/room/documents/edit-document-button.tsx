import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { DOCUMENT_FIELDS } from '../../../contract/form-fields.ts';
import { type Field, inOrder } from '../../../room/fields.ts';
import { FieldsDialog } from '../../../room/fields-dialog.tsx';
import { stating } from '../../../room/room-change.ts';
import {
  type Party,
  partiesQuery,
  type RoomDocument,
  type Vessel,
  vesselsQuery,
} from '../../../room/room-queries.ts';
import { documentShown } from '../../../room/shown.ts';

/** The statuses that a user may set here. Approval and rejection have their own buttons, and expiry is computed. */
const STATUSES: readonly string[] = ['missing', 'under_review', 'waived', 'superseded', 'not_applicable'];

const FIELDS: readonly Field[] = inOrder(DOCUMENT_FIELDS, [
  'certificate_number',
  'issuer',
  'issued_on',
  'expires_on',
  'no_expiry_stated',
]);

/** A button that edits the facts of a document. */
export function EditDocumentButton({ roomId, document }: { roomId: string; document: RoomDocument }) {
  const [opened, { open, close }] = useDisclosure();
  const { data: vessels } = useQuery({ ...vesselsQuery(roomId), enabled: opened });
  const { data: parties } = useQuery({ ...partiesQuery(roomId), enabled: opened });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Pencil size={15} aria-hidden />}
        loading={opened && !(vessels && parties)}
        onClick={open}
      >
        Edit
      </Button>
      {opened && vessels && parties && (
        <FieldsDialog
          roomId={roomId}
          title={`Edit ${document.type_name}`}
          submit="Save"
          hint="A changed fact of an approved document opens its review again."
          fields={fieldsOf(document, vessels, parties)}
          shown={() => documentShown(roomId, document, fieldsOf(document, vessels, parties))}
          save={(body, header, reason) =>
            bodyOf(
              api.PATCH('/api/v1/rooms/{room_id}/documents/{document_id}', {
                params: { path: { room_id: roomId, document_id: document.id }, header },
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

function fieldsOf(
  { status }: RoomDocument,
  vessels: readonly Vessel[],
  parties: readonly Party[],
): readonly Field[] {
  const choice = (name: string, label: string, none: string, things: readonly (Vessel | Party)[]): Field => ({
    ...{ name, label, none, kind: 'choice' },
    options: things.map((thing) => ({ value: thing.id, label: thing.label })),
  });
  const statuses = [...new Set([status, ...STATUSES])];
  return [
    ...FIELDS.map((field) => (field.name === 'status' ? { ...field, options: statuses } : field)),
    choice('vessel_id', 'Vessel', 'The operation', vessels),
    choice('responsible_party_id', 'Responsible party', 'Everybody who may upload', parties),
  ];
}
