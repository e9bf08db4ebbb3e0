import { NativeSelect, NumberInput, SimpleGrid, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FormDialog } from '../../components/form-dialog.tsx';
import { templatesQuery } from '../../room/templates.ts';
import { NO_TYPES, REQUIRED_TYPES, useCreateRoom } from './use-create-room.ts';

/** A dialog that opens a room. It shows the errors of the server at the fields that they belong to. */
export function CreateRoomDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { form, create } = useCreateRoom();
  const { data: templates } = useQuery({ ...templatesQuery, enabled: opened });
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
      <NativeSelect
        label="Documents to ask for"
        data={[
          { value: REQUIRED_TYPES, label: 'Every required type' },
          ...(templates ?? []).map(({ code, name }) => ({ value: code, label: name })),
          { value: NO_TYPES, label: 'None yet' },
        ]}
        {...form.getInputProps('asked')}
      />
    </FormDialog>
  );
}
