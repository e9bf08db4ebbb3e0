import { Alert, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { clockStatus } from './cache-queries.ts';

/** Says that nothing is removed, if the clock of the server is not trusted. */
export function ClockNotice({ onConfirm }: { onConfirm(): void }) {
  const { data: clock } = useQuery(clockStatus);
  if (!clock?.doubt) return null;
  return (
    <Alert
      color="yellow"
      icon={<TriangleAlert aria-hidden />}
      title="Nothing is removed until you confirm the clock"
      mb="sm"
    >
      <Text size="sm">{clock.doubt.text}</Text>
      <Text size="sm" my="xs">
        The server now has <TimeStamp at={clock.time} withLocal />.
      </Text>
      <Button variant="default" onClick={onConfirm}>
        Confirm the clock
      </Button>
    </Alert>
  );
}
