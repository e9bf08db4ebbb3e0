import { Button, Group } from '@mantine/core';
import { Download, ShieldCheck } from 'lucide-react';
import { mayRead, type Snapshot } from '../../snapshots/snapshot.ts';
import { SnapshotMenu } from './snapshot-menu.tsx';
import type { SnapshotChanges } from './use-snapshot-changes.ts';

interface SnapshotActionsProps {
  snapshot: Snapshot;
  permissions: readonly string[];
  changes: SnapshotChanges;
  onDeleted(): void;
}

/** The actions of the page of a snapshot. */
export function SnapshotActions(props: SnapshotActionsProps) {
  const { snapshot, permissions, changes } = props;
  const { download, verify } = changes;
  return (
    <Group gap="xs">
      {snapshot.status === 'completed' && mayRead(snapshot, permissions) && (
        <>
          <Button
            leftSection={<Download size={18} aria-hidden />}
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            Download
          </Button>
          <Button
            variant="default"
            leftSection={<ShieldCheck size={18} aria-hidden />}
            loading={verify.isPending}
            onClick={() => verify.mutate()}
          >
            Verify
          </Button>
        </>
      )}
      <SnapshotMenu {...props} />
    </Group>
  );
}
