import { ActionIcon, Menu } from '@mantine/core';
import { useClipboard, useDisclosure } from '@mantine/hooks';
import {
  Check,
  Copy,
  Download,
  EllipsisVertical,
  type LucideIcon,
  OctagonX,
  RotateCcw,
  Trash2,
} from 'lucide-react';
import { mayRead, type Snapshot } from '../../snapshots/snapshot.ts';
import { DeleteSnapshotDialog } from './delete-snapshot-dialog.tsx';
import type { SnapshotChanges } from './use-snapshot-changes.ts';

interface SnapshotMenuProps {
  snapshot: Snapshot;
  permissions: readonly string[];
  changes: SnapshotChanges;
  onDeleted(): void;
}

/** The menu of one snapshot, with the actions that the user may use. */
export function SnapshotMenu({ snapshot, permissions, changes, onDeleted }: SnapshotMenuProps) {
  const [isDeleting, deletion] = useDisclosure();
  const { title, status, sha256 } = snapshot;
  const mayCreate = permissions.includes('snapshot.create');
  const mayDelete = permissions.includes('snapshot.delete');
  const hasFile = status === 'completed' && mayRead(snapshot, permissions);
  if (!(hasFile || mayCreate || mayDelete)) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`More for ${title}`}>
            <EllipsisVertical size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {hasFile && <Item icon={Download} text="Download" onClick={() => changes.download.mutate()} />}
          {sha256 !== null && <CopyHash sha256={sha256} />}
          {mayCreate && status === 'generating' && (
            <Item icon={OctagonX} text="Cancel" onClick={() => changes.task.mutate('cancel')} />
          )}
          {mayCreate && status === 'failed' && (
            <Item icon={RotateCcw} text="Retry" onClick={() => changes.task.mutate('retry')} />
          )}
          {mayDelete && <Item icon={Trash2} text="Delete …" color="red" onClick={deletion.open} />}
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

interface ItemProps {
  icon: LucideIcon;
  text: string;
  color?: string;
  onClick(): void;
}

const Item = ({ icon: Icon, text, color, onClick }: ItemProps) => (
  <Menu.Item {...(color && { color })} leftSection={<Icon size={16} aria-hidden />} onClick={onClick}>
    {text}
  </Menu.Item>
);

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
