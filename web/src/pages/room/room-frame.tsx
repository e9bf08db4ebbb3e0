import { Anchor, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Countdown } from '../../components/countdown.tsx';
import { RoomStatusBadge } from '../../components/room-status-badge.tsx';
import { TimeStamp } from '../../components/time-stamp.tsx';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import { ReasonDialog } from '../../room/reason-dialog.tsx';
import type { Room } from '../../room/room-queries.ts';
import { Page } from '../../shell/page.tsx';
import { TakeSnapshot } from '../../snapshots/take-snapshot.tsx';
import { LiveIndicator } from './live/live-indicator.tsx';
import type { LiveRoom } from './live/live-room.ts';
import { RoomTabs } from './room-tabs.tsx';

interface RoomFrameProps {
  room: Room;
  live: LiveRoom;
  children: ReactNode;
}

/** The frame of each tab of a room: title, status and tabs. */
export const RoomFrame = ({ room, live, children }: RoomFrameProps) => (
  <Page
    title={room.title}
    trail={
      <Anchor component={Link} href="/">
        Rooms
      </Anchor>
    }
    actions={<TakeSnapshot room={room} />}
  >
    <Stack gap="md">
      <Group gap="xs">
        <VerdictBadge {...room.verdict} />
        <RoomStatusBadge status={room.status} />
        <LiveIndicator {...live} />
      </Group>
      <Group gap="xs">
        <Text dir="auto">{room.location}</Text>
        <Text>
          ETA <TimeStamp at={room.sts_eta} placeZone={room.time_zone} /> (<Countdown to={room.sts_eta} />)
        </Text>
      </Group>
      <RoomTabs room={room} />
      {children}
      <ReasonDialog />
    </Stack>
  </Page>
);
