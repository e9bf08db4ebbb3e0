import {
  Alert,
  Button,
  Checkbox,
  Group,
  Modal,
  NumberInput,
  SimpleGrid,
  Stack,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useLocation } from 'wouter';
import { api, bodyOf } from '../../api/api.ts';
import { ApiProblem } from '../../api/api-problem.ts';

interface NewRoom {
  title: string;
  location: string;
  /** As the field gives it, without a zone: `2027-03-01T08:00`. It is UTC. */
  sts_eta: string;
  expected_duration_hours: number;
  required_documents: boolean;
}

const EMPTY: NewRoom = {
  title: '',
  location: '',
  sts_eta: '',
  expected_duration_hours: 24,
  required_documents: true,
};

const createRoom = (room: NewRoom) =>
  bodyOf(api.POST('/api/v1/rooms', { body: { ...room, sts_eta: `${room.sts_eta}:00Z` } }));

/** Opens a room and goes there. What the server refuses stands at the field that it is about. */
export function CreateRoomDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const form = useForm<NewRoom>({
    initialValues: EMPTY,
    validate: {
      title: (title) => (title.trim() ? null : 'Give the operation a name.'),
      location: (location) => (location.trim() ? null : 'Say where it takes place.'),
      sts_eta: (eta) => (eta ? null : 'Say when the operation is expected to begin.'),
    },
  });
  const create = useMutation({
    mutationFn: createRoom,
    onSuccess: async (room) => {
      await queries.invalidateQueries({ queryKey: ['rooms'] });
      navigate(`/rooms/${room.id}`);
    },
    onError: (error) => error instanceof ApiProblem && form.setErrors(error.fields),
  });
  return (
    <Modal opened={opened} onClose={onClose} title="New room" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form noValidate onSubmit={form.onSubmit((room) => create.mutate(room))}>
        <Stack>
          {create.error && (
            <Alert
              role="alert"
              color="red"
              icon={<CircleAlert aria-hidden />}
              title="The room was not opened"
            >
              {create.error.message}
            </Alert>
          )}
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
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Open the room
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
