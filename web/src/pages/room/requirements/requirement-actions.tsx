import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Pencil, Trash2 } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { ActionButton } from '../../../room/action-button.tsx';
import { FieldsDialog } from '../../../room/fields-dialog.tsx';
import { REQUIREMENT_FORM } from '../../../room/requirement-form.ts';
import { stating } from '../../../room/room-change.ts';
import type { Requirement } from '../../../room/room-queries.ts';
import { requirementShown } from '../../../room/shown.ts';

/** The buttons that change a requirement, and take it off the list. */
export function RequirementActions({ roomId, requirement }: { roomId: string; requirement: Requirement }) {
  const [opened, { open, close }] = useDisclosure();
  const { type_name } = requirement;
  const path = { room_id: roomId, requirement_id: requirement.id };
  const shown = () => requirementShown(roomId, requirement, REQUIREMENT_FORM);
  return (
    <Group gap={0}>
      <Button
        size="xs"
        variant="subtle"
        leftSection={<Pencil size={15} aria-hidden />}
        aria-label={`Edit ${type_name}`}
        onClick={open}
      >
        Edit
      </Button>
      <ActionButton
        roomId={roomId}
        text="Remove"
        label={`Remove ${type_name}`}
        icon={Trash2}
        question={`The room no longer asks for ${type_name}. Its documents are removed from the list.`}
        isDangerous
        isQuiet
        shown={shown}
        run={(_, header, reason) =>
          bodyOf(
            api.DELETE('/api/v1/rooms/{room_id}/requirements/{requirement_id}', {
              params: { path, header, query: stating(reason) },
            }),
          )
        }
      />
      {opened && (
        <FieldsDialog
          roomId={roomId}
          title={`Edit ${type_name}`}
          submit="Save"
          hint="To ask for less than before needs a reason."
          fields={REQUIREMENT_FORM}
          shown={shown}
          save={(body, header, reason) =>
            bodyOf(
              api.PATCH('/api/v1/rooms/{room_id}/requirements/{requirement_id}', {
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
