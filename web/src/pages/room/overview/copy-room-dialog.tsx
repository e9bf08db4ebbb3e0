import { List, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api, bodyOf } from '../../../api/api.ts';
import { fieldErrors } from '../../../api/api-problem.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import type { Room } from '../../../room/room-queries.ts';

const TAKEN_OVER = [
  'The facts of the operation, with its commercial terms',
  'The vessels and the parties. You are a broker of the copy',
  'What the room asks for, with the reasons for what was removed or reduced',
  'Approved documents that say that they are still valid when the copied operation ends, each with its newest version and its review',
];
const NOT_TAKEN_OVER = [
  'All other documents, also those that state no end, such as a checklist: they are listed as missing',
  'Approvals: every party is asked anew',
  'Notes on documents, earlier versions, messages, activity, other exceptions and snapshots',
];

interface Copied {
  title: string;
  /** The value of the input, without a zone: `2027-03-01T08:00`. It is UTC. */
  sts_eta: string;
}

/** Asks for title and ETA of a copy, and says what it takes over. The copy is opened. */
export function CopyRoomDialog({ room, onClose }: { room: Room; onClose(): void }) {
  const [, goTo] = useLocation();
  const queries = useQueryClient();
  const form = useForm<Copied>({
    initialValues: { title: room.title, sts_eta: '' },
    validate: {
      title: (title) => (title.trim() ? null : 'Enter a title.'),
      sts_eta: (eta) => (eta ? null : 'Enter the ETA.'),
    },
  });
  const copy = useMutation({
    mutationFn: ({ title, sts_eta }: Copied) =>
      bodyOf(
        api.POST('/api/v1/rooms/{room_id}/copy', {
          params: { path: { room_id: room.id } },
          body: { title, sts_eta: `${sts_eta}:00Z` },
        }),
      ),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['rooms', 'search'] });
      goTo(`/rooms/${id}`);
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <FormDialog
      title="Copy room"
      size="lg"
      opened
      onClose={onClose}
      onSubmit={form.onSubmit((copied) => copy.mutate(copied))}
      submit="Open the copy"
      isPending={copy.isPending}
      problem={copy.error}
      problemTitle="The room was not copied"
    >
      <TextInput label="Title" data-autofocus {...form.getInputProps('title')} />
      <TextInput label="ETA (UTC)" type="datetime-local" {...form.getInputProps('sts_eta')} />
      <Part title="Taken over" items={TAKEN_OVER} />
      <Part title="Not taken over" items={NOT_TAKEN_OVER} />
      <Text size="sm" c="dimmed">
        This room does not change.
      </Text>
    </FormDialog>
  );
}

const Part = ({ title, items }: { title: string; items: readonly string[] }) => (
  <section aria-label={title}>
    <Title order={3} mb={4}>
      {title}
    </Title>
    <List size="sm">
      {items.map((text) => (
        <List.Item key={text}>{text}.</List.Item>
      ))}
    </List>
  </section>
);
