import { Group, Text } from '@mantine/core';
import { Radio, RefreshCw } from 'lucide-react';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { LiveRoom } from './live-room.ts';

/** Whether the page follows the room, and who changed it last while one looked on. */
export const LiveIndicator = ({ isLive, lastChange }: LiveRoom) => (
  <Group gap="xs" role="status">
    {isLive ? (
      <StatusBadge tone="good" icon={Radio}>
        Live
      </StatusBadge>
    ) : (
      <StatusBadge tone="neutral" icon={RefreshCw}>
        Looks again every 15 s
      </StatusBadge>
    )}
    {lastChange && (
      <Text size="sm" c="dimmed">
        Changed by {lastChange.actor}, <TimeStamp at={lastChange.at} />
      </Text>
    )}
  </Group>
);
