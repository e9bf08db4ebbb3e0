import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { documentTypesQuery } from '../../../room/document-types.ts';
import { FieldsDialog } from '../../../room/fields-dialog.tsx';
import type { Requirement } from '../../../room/room-queries.ts';
import { nothingShown } from '../../../room/shown.ts';

interface AddRequirementButtonProps {
  roomId: string;
  /** What the room asks for already. */
  requirements: readonly Requirement[];
}

/** A button that asks for a further type of document. */
export function AddRequirementButton({ roomId, requirements }: AddRequirementButtonProps) {
  const [opened, { open, close }] = useDisclosure();
  const { data: types } = useQuery({ ...documentTypesQuery, enabled: opened });
  const isAsked = new Set(requirements.map(({ type_code }) => type_code));
  const options = types
    ?.filter(({ code }) => !isAsked.has(code))
    .map(({ code, name }) => ({ value: code, label: name }));
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Plus size={15} aria-hidden />}
        loading={opened && !options}
        onClick={open}
      >
        Ask for a document type
      </Button>
      {opened && options && (
        <FieldsDialog
          roomId={roomId}
          title="Ask for a document type"
          submit="Ask"
          hint="A missing document is listed for the operation, or for each vessel that the type belongs to."
          fields={[{ name: 'type_code', label: 'Document type', kind: 'choice', isRequired: true, options }]}
          wide={['type_code']}
          shown={() => nothingShown(roomId)}
          save={(body, header) =>
            bodyOf(
              api.POST('/api/v1/rooms/{room_id}/requirements', {
                params: { path: { room_id: roomId }, header },
                body: body as { type_code: string },
              }),
            )
          }
          onClose={close}
        />
      )}
    </>
  );
}
