import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Copy } from 'lucide-react';
import { useMay } from '../../../access/permissions.ts';
import type { Room } from '../../../room/room-queries.ts';
import { CopyRoomDialog } from './copy-room-dialog.tsx';

/** A button that opens a room as a copy of this one. */
export function CopyRoomButton({ room }: { room: Room }) {
  const [opened, { open, close }] = useDisclosure();
  const mayOpen = useMay('room.create');
  if (!mayOpen || !room.permissions.includes('room.copy')) return null;
  return (
    <>
      <Button size="xs" variant="default" leftSection={<Copy size={15} aria-hidden />} onClick={open}>
        Copy room …
      </Button>
      {opened && <CopyRoomDialog room={room} onClose={close} />}
    </>
  );
}
