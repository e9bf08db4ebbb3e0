import { Checkbox, NumberInput, SimpleGrid, TextInput } from '@mantine/core';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useCreateRoom } from './use-create-room.ts';

/** A dialog that opens a room. It shows the errors of the server at the fields that they belong to. */
export function CreateRoomDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { form, create } = useCreateRoom();
  return (
    <FormDialog
      title="New room"
      opened={opened}
      onClose={onClose}
      onSubmit={form.onSubmit((room) => create.mutate(room))}
      submit="Open the room"
      isPending={create.isPending}
      problem={create.error}
      problemTitle="The room was not opened"
    >
      <TextInput label="Title" data-autofocus {...form.getInputProps('title')} />
      <TextInput label="Location" {...form.getInputProps('location')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label="ETA (UTC)" type="datetime-local" {...form.getInputProps('sts_eta')} />
        <NumberInput
          label="Expected duration (hours)"
          min={1}
          max={2400}
          {...form.getInputProps('expected_duration_hours')}
        />
      </SimpleGrid>
      <Checkbox
        label="Ask for one of each required document"
        {...form.getInputProps('required_documents', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}
