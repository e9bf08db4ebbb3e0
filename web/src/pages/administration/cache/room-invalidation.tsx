import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { RoomSelect } from '../../../room/room-select.tsx';

/** The choice of a room whose editions are removed from the cache. */
export function RoomInvalidation({ onInvalidate }: { onInvalidate(roomId: string): void }) {
  const [room, setRoom] = useState<string | null>(null);
  return (
    <Group align="flex-end" gap="sm">
      <RoomSelect value={room} onChange={setRoom} isRequired flex="0 1 22rem" />
      <Button variant="default" disabled={room === null} onClick={() => room && onInvalidate(room)}>
        Invalidate the room’s editions
      </Button>
    </Group>
  );
}
