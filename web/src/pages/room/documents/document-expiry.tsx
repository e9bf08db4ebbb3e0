import { Text } from '@mantine/core';
import { daysBetween, daysText, dayText } from '../../../components/day.ts';
import type { Room, RoomDocument } from '../../../room/room-queries.ts';

interface DocumentExpiryProps {
  document: RoomDocument;
  room: Room;
}

/** The expiry date of a document, and its distance from the last day on which the document must be valid. */
export function DocumentExpiry({ document: { expires_on, expires_early }, room }: DocumentExpiryProps) {
  if (expires_on === null)
    return (
      <Text span size="sm" c="dimmed">
        No expiry
      </Text>
    );
  const spare = daysBetween(room.last_day_needed, expires_on);
  return (
    <>
      <Text span size="sm" display="block">
        {dayText(expires_on)}
      </Text>
      <Text span size="xs" fw={expires_early ? 650 : 400} c={expires_early ? 'var(--bad)' : 'dimmed'}>
        {spare < 0 ? `${daysText(-spare)} short` : `${daysText(spare)} to spare`}
      </Text>
    </>
  );
}
