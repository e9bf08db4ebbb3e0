import { Group, Text } from '@mantine/core';
import { Radio, RefreshCw } from 'lucide-react';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { LiveRoom } from './live-room.ts';

/** Whether the page follows the room, and who changed it last while one looked on. Each is heard, too, when it changes. */
export const LiveIndicator = ({ isLive, lastChange }: LiveRoom) => (
  <>
    <Group role="status">
      {isLive ? (
        <StatusBadge tone="good" icon={Radio}>
          Live
        </StatusBadge>
      ) : (
        <StatusBadge tone="neutral" icon={RefreshCw}>
          Looks again every 15 s
        </StatusBadge>
      )}
    </Group>
    <Text role="status" size="sm" c="dimmed">
      {lastChange && (
        <>
          Changed by {lastChange.actor}, <TimeStamp at={lastChange.at} />
        </>
      )}
    </Text>
  </>
);
