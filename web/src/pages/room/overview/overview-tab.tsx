import { Stack } from '@mantine/core';
import type { Room } from '../../../room/room-queries.ts';
import { CompatibilityPanel } from './compatibility-panel.tsx';
import { EditRoomButton } from './edit-room-button.tsx';
import { ExceptionsPanel } from './exceptions-panel.tsx';
import { RoomFacts } from './room-facts.tsx';
import { RoomStatusActions } from './room-status-actions.tsx';
import { VerdictPanel } from './verdict-panel.tsx';
import { VesselsPanel } from './vessels-panel.tsx';

/** The first tab of a room: the verdict, the vessels and the operation. */
export const OverviewTab = ({ room }: { room: Room }) => (
  <Stack gap="md">
    <VerdictPanel room={room} />
    <ExceptionsPanel exceptions={room.exceptions} />
    <div id="vessels">
      <VesselsPanel room={room} />
    </div>
    <div id="compatibility">
      <CompatibilityPanel roomId={room.id} />
    </div>
    <RoomFacts
      room={room}
      actions={room.permissions.includes('room.update') && <EditRoomButton room={room} />}
    />
    <RoomStatusActions room={room} />
  </Stack>
);
