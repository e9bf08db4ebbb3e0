import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { type Snapshot, snapshotsKey } from '../../snapshots/snapshot.ts';
import type { SnapshotChanges } from './use-snapshot-changes.ts';

interface DeleteSnapshotDialogProps {
  snapshot: Snapshot;
  remove: SnapshotChanges['remove'];
  onClose(): void;
  onDeleted(): void;
}

/** Asks once more before a record is gone. */
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
        {remove.error && (
          <Alert role="alert" color="red" icon={<CircleAlert aria-hidden />} title="It was not deleted">
            {remove.error.message}
          </Alert>
        )}
        <Text>
          Delete{' '}
          <Text span fw={600} dir="auto">
            {snapshot.title}
          </Text>
          ? Its file is gone then and cannot be made again. Copies that people have downloaded stay authentic,
          and the audit log keeps what happened.
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
