import { Alert, Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useLocation } from 'wouter';
import { api, bodyOf } from '../api/api.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { newIdempotencyKey } from '../api/idempotency-key.ts';
import { CompareToSelect } from './compare-to-select.tsx';
import { type SnapshotType, snapshotAddress, snapshotQuery, snapshotsKey } from './snapshot.ts';
import { SnapshotTypeChoice } from './snapshot-type-choice.tsx';

interface NewSnapshot {
  title: string;
  snapshot_type: SnapshotType;
  sections: string[];
  compare_to: string | null;
}

const SECTIONS = [
  { value: 'documents', label: 'Documents' },
  { value: 'approvals', label: 'Approvals' },
  { value: 'activity', label: 'Activity' },
];
const MAX_RETRIES = 2;

const takeSnapshot = (room_id: string, key: string, { sections, ...snapshot }: NewSnapshot) =>
  bodyOf(
    api.POST('/api/v1/rooms/{room_id}/snapshots', {
      params: { path: { room_id } },
      headers: { 'idempotency-key': key },
      body: {
        ...snapshot,
        include_documents: sections.includes('documents'),
        include_approvals: sections.includes('approvals'),
        include_activity: sections.includes('activity'),
      },
    }),
  );

/** Asks how the record should be, takes it, and goes to where it can be watched being made. */
export default function TakeSnapshotDialog({ roomId, onClose }: { roomId: string; onClose(): void }) {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const form = useForm<NewSnapshot>({
    initialValues: {
      title: '',
      snapshot_type: 'pdf',
      sections: SECTIONS.map(({ value }) => value),
      compare_to: null,
    },
  });
  const take = useMutation({
    // The key makes it one snapshot however often the way to the server breaks off.
    mutationFn: ({ key, wanted }: { key: string; wanted: NewSnapshot }) => takeSnapshot(roomId, key, wanted),
    retry: (failures, error) => failures < MAX_RETRIES && error instanceof ApiProblem && error.status === 0,
    onSuccess: (snapshot) => {
      queries.setQueryData(snapshotQuery(roomId, snapshot.id).queryKey, snapshot);
      void queries.invalidateQueries({ queryKey: snapshotsKey(roomId) });
      onClose();
      navigate(snapshotAddress(snapshot));
    },
    onError: (error) => error instanceof ApiProblem && form.setErrors(error.fields),
  });
  return (
    <Modal opened onClose={onClose} title="Take snapshot" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        noValidate
        onSubmit={form.onSubmit((wanted) => take.mutate({ key: newIdempotencyKey(), wanted }))}
      >
        <Stack>
          {take.error && (
            <Alert role="alert" color="red" icon={<CircleAlert aria-hidden />} title="No snapshot was taken">
              {take.error.message}
            </Alert>
          )}
          <TextInput
            label="Title"
            description="Named by date and time if you leave it empty"
            maxLength={255}
            {...form.getInputProps('title')}
          />
          <SnapshotTypeChoice {...form.getInputProps('snapshot_type')} />
          <Checkbox.Group
            label="Sections"
            description="The verdict, the operation, the vessels and the parties are always included"
            {...form.getInputProps('sections')}
          >
            <Group mt="xs">
              {SECTIONS.map(({ value, label }) => (
                <Checkbox key={value} value={value} label={label} />
              ))}
            </Group>
          </Checkbox.Group>
          <CompareToSelect roomId={roomId} {...form.getInputProps('compare_to')} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={take.isPending} data-autofocus>
              Take snapshot
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
