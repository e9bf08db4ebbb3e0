import { ActionIcon, Menu } from '@mantine/core';
import { useClipboard, useDisclosure } from '@mantine/hooks';
import { Check, Copy, Download, EllipsisVertical, OctagonX, RotateCcw, Trash2 } from 'lucide-react';
import type { Snapshot } from '../../snapshots/snapshot.ts';
import { DeleteSnapshotDialog } from './delete-snapshot-dialog.tsx';
import type { SnapshotChanges } from './use-snapshot-changes.ts';

interface SnapshotMenuProps {
  snapshot: Snapshot;
  permissions: readonly string[];
  changes: SnapshotChanges;
  onDeleted(): void;
}

/** What can be done with one snapshot, as far as the reader may. */
export function SnapshotMenu({ snapshot, permissions, changes, onDeleted }: SnapshotMenuProps) {
  const [isDeleting, deletion] = useDisclosure();
  const { title, status, sha256 } = snapshot;
  const mayCreate = permissions.includes('snapshot.create');
  const mayDelete = permissions.includes('snapshot.delete');
  if (!(status === 'completed' || mayCreate || mayDelete)) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`More for ${title}`}>
            <EllipsisVertical size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {status === 'completed' && (
            <Menu.Item
              leftSection={<Download size={16} aria-hidden />}
              onClick={() => changes.download.mutate()}
            >
              Download
            </Menu.Item>
          )}
          {sha256 !== null && <CopyHash sha256={sha256} />}
          {mayCreate && status === 'generating' && (
            <Menu.Item
              leftSection={<OctagonX size={16} aria-hidden />}
              onClick={() => changes.task.mutate('cancel')}
            >
              Cancel
            </Menu.Item>
          )}
          {mayCreate && status === 'failed' && (
            <Menu.Item
              leftSection={<RotateCcw size={16} aria-hidden />}
              onClick={() => changes.task.mutate('retry')}
            >
              Try again
            </Menu.Item>
          )}
          {mayDelete && (
            <Menu.Item color="red" leftSection={<Trash2 size={16} aria-hidden />} onClick={deletion.open}>
              Delete …
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isDeleting && (
        <DeleteSnapshotDialog
          snapshot={snapshot}
          remove={changes.remove}
          onClose={deletion.close}
          onDeleted={onDeleted}
        />
      )}
    </>
  );
}

function CopyHash({ sha256 }: { sha256: string }) {
  const { copied, copy } = useClipboard();
  const Icon = copied ? Check : Copy;
  return (
    <Menu.Item
      closeMenuOnClick={false}
      leftSection={<Icon size={16} aria-hidden />}
      onClick={() => copy(sha256)}
    >
      <span aria-live="polite">{copied ? 'SHA-256 copied' : 'Copy SHA-256'}</span>
    </Menu.Item>
  );
}
