import { Group, Text } from '@mantine/core';
import { Radio, RefreshCw } from 'lucide-react';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { LiveRoom } from './live-room.ts';

/** Shows whether the page updates live, and who changed the room last. Screen readers announce both. */
export const LiveIndicator = ({ isLive, lastChange }: LiveRoom) => (
  <>
    <Group role="status">
      {isLive ? (
        <StatusBadge tone="good" icon={Radio}>
          Live
        </StatusBadge>
      ) : (
        <StatusBadge tone="neutral" icon={RefreshCw}>
          Not live, updates every 15 s
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
