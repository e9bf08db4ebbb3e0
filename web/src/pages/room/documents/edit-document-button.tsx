import { Button, Checkbox, Group, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/api.ts';
import type { RequestBody } from '../../../contract/route-types.ts';
import { changedValues } from '../../../room/changed-values.ts';
import type { ShownField } from '../../../room/differences.ts';
import { useGuardedChange } from '../../../room/guarded-change.ts';
import { RoomFormDialog } from '../../../room/room-form-dialog.tsx';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { sentenceCase } from '../../../room/sentence-case.ts';
import { documentShown } from '../../../room/shown.ts';
import { documentStatusWord } from '../../../room/status-words.ts';

type Patch = RequestBody<'/api/v1/rooms/{room_id}/documents/{document_id}', 'patch'>;
type Status = NonNullable<Patch['status']>;
type Priority = NonNullable<Patch['priority']>;

const PRIORITIES: Record<Priority, true> = { low: true, normal: true, high: true, urgent: true };
/** The statuses that a user may set here. Approval and rejection have their own buttons, and expiry is computed. */
const STATUSES: readonly Status[] = ['missing', 'under_review', 'waived', 'superseded', 'not_applicable'];

const FIELDS: readonly ShownField[] = [
  { name: 'expires_on', label: 'Expiry', kind: 'day' },
  { name: 'notes', label: 'Notes', kind: 'text' },
  { name: 'status', label: 'Status', kind: 'choice' },
  { name: 'priority', label: 'Priority', kind: 'choice' },
  { name: 'critical_path', label: 'On the critical path', kind: 'flag' },
];

const valuesOf = ({ status, priority, critical_path, expires_on, notes }: RoomDocument) => ({
  status,
  priority,
  critical_path,
  expires_on: expires_on ?? '',
  notes: notes ?? '',
});
type Values = ReturnType<typeof valuesOf>;

/** Returns the changed values for the API. An empty text becomes `null`: not stated. */
function toPatch(before: Values, after: Values): Patch {
  const { expires_on, notes, ...rest } = changedValues(before, after);
  return {
    ...(rest as Patch),
    ...(expires_on !== undefined && { expires_on: expires_on || null }),
    ...(notes !== undefined && { notes: notes || null }),
  };
}

export function EditDocumentButton({ roomId, document }: { roomId: string; document: RoomDocument }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="xs" variant="default" leftSection={<Pencil size={15} aria-hidden />} onClick={open}>
        Edit
      </Button>
      {opened && <EditDocumentDialog roomId={roomId} document={document} onClose={close} />}
    </>
  );
}

interface EditDocumentDialogProps {
  roomId: string;
  document: RoomDocument;
  onClose(): void;
}

function EditDocumentDialog({ roomId, document, onClose }: EditDocumentDialogProps) {
  const [shown] = useState(() => documentShown(roomId, document, FIELDS));
  const form = useForm({ initialValues: valuesOf(shown.seen.value as RoomDocument) });
  const edit = useGuardedChange<Patch>(roomId, {
    shown: () => shown,
    send: (body, header) =>
      bodyOf(
        api.PATCH('/api/v1/rooms/{room_id}/documents/{document_id}', {
          params: { path: { room_id: roomId, document_id: document.id }, header },
          body,
        }),
      ),
    onDone: onClose,
  });
  const save = (values: Values) => {
    const patch = toPatch(form.getInitialValues(), values);
    if (Object.keys(patch).length === 0) onClose();
    else edit.mutate(patch);
  };
  const statuses = [...new Set([document.status, ...STATUSES])];
  return (
    <RoomFormDialog
      title={`Edit ${document.type_name}`}
      change={edit}
      onClose={onClose}
      onSubmit={form.onSubmit(save)}
      submit="Save"
    >
      <TextInput label="Expiry" type="date" data-autofocus {...form.getInputProps('expires_on')} />
      <Textarea label="Notes" autosize minRows={2} maxRows={10} {...form.getInputProps('notes')} />
      <Group grow>
        <NativeSelect
          label="Status"
          data={statuses.map((value) => ({ value, label: documentStatusWord(value).text }))}
          {...form.getInputProps('status')}
        />
        <NativeSelect
          label="Priority"
          data={Object.keys(PRIORITIES).map((value) => ({ value, label: sentenceCase(value) }))}
          {...form.getInputProps('priority')}
        />
      </Group>
      <Checkbox label="On the critical path" {...form.getInputProps('critical_path', { type: 'checkbox' })} />
    </RoomFormDialog>
  );
}
