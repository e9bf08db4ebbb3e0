import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ProblemState } from '../../components/problem-state.tsx';
import { type Snapshot, snapshotsKey } from '../../snapshots/snapshot.ts';
import type { SnapshotChanges } from './use-snapshot-changes.ts';

interface DeleteSnapshotDialogProps {
  snapshot: Snapshot;
  remove: SnapshotChanges['remove'];
  onClose(): void;
  onDeleted(): void;
}

/** Asks for confirmation before it deletes a record. */
export function DeleteSnapshotDialog({ snapshot, remove, onClose, onDeleted }: DeleteSnapshotDialogProps) {
  const queries = useQueryClient();
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        onDeleted();
        return queries.invalidateQueries({ queryKey: snapshotsKey(snapshot.room_id) });
      },
    });
  return (
    <Modal opened onClose={onClose} title="Delete snapshot" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack>
        {remove.error && <ProblemState title="The snapshot was not deleted" error={remove.error} />}
        <Text>
          Delete{' '}
          <Text span fw={600} dir="auto">
            {snapshot.title}
          </Text>
          ? This deletes its file, which cannot be recreated. Downloaded copies remain authentic, and the
          audit log keeps the history.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={confirm}>
            Delete
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
