import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';

import { isolated } from '../../../components/sentence.tsx';
import { type DocumentType, documentTypesQuery } from '../../../room/document-types.ts';
import { useGuardedChange } from '../../../room/guarded-change.ts';
import { RoomFormDialog } from '../../../room/room-form-dialog.tsx';

import { type Vessel, vesselsQuery } from '../../../room/room-queries.ts';
import { nothingShown } from '../../../room/shown.ts';
import { criticalityText } from '../../../room/status-words.ts';

/** A button that adds a document to the clearance. */
export function AddDocumentButton({ roomId }: { roomId: string }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="xs" variant="default" leftSection={<Plus size={15} aria-hidden />} onClick={open}>
        Add a document
      </Button>
      {opened && <AddDocumentDialog roomId={roomId} onClose={close} />}
    </>
  );
}

const EMPTY = { type_code: '', vessel_id: '', notes: '' };

const useAddDocument = (roomId: string, onDone: () => void) =>
  useGuardedChange<typeof EMPTY>(roomId, {
    shown: () => nothingShown(roomId),
    send: ({ type_code, vessel_id, notes }, header) =>
      bodyOf(
        api.POST('/api/v1/rooms/{room_id}/documents', {
          params: { path: { room_id: roomId }, header },
          body: { type_code, vessel_id: vessel_id || null, notes: notes || null },
        }),
      ),
    onDone,
  });

function AddDocumentDialog({ roomId, onClose }: { roomId: string; onClose(): void }) {
  const types = useQuery(documentTypesQuery);
  const vessels = useQuery(vesselsQuery(roomId));
  const form = useForm({
    initialValues: EMPTY,
    validate: { type_code: (code) => (code ? null : 'Choose a document.') },
  });
  const add = useAddDocument(roomId, onClose);
  return (
    <RoomFormDialog
      title="Add a document"
      change={add}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => add.mutate(values))}
      submit="Add"
      problem={types.error ?? vessels.error}
    >
      <NativeSelect
        label="Document"
        data-autofocus
        data={[{ value: '', label: 'Choose …' }, ...(types.data ?? []).map(typeOption)]}
        {...form.getInputProps('type_code')}
      />
      <NativeSelect
        label="Vessel or operation"
        data={[{ value: '', label: 'The operation' }, ...(vessels.data ?? []).map(vesselOption)]}
        {...form.getInputProps('vessel_id')}
      />
      <TextInput label="Notes (optional)" {...form.getInputProps('notes')} />
    </RoomFormDialog>
  );
}

const typeOption = ({ code, name, criticality }: DocumentType) => ({
  value: code,
  label: `${isolated(name)} (${criticalityText(criticality).toLowerCase()})`,
});

const vesselOption = ({ id, label }: Vessel) => ({ value: id, label });
