import { Text } from '@mantine/core';
import { daysText, dayText } from '../../../components/day.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';

/** The last day on which a document counts, by its expiry or its age, and the days from the last day needed to it. */
export function DocumentExpiry({ document }: { document: RoomDocument }) {
  const { expires_on, valid_until, days_to_spare, expires_early } = document;
  if (valid_until === null || days_to_spare === null) {
    return (
      <Text span size="sm" c="dimmed">
        {endlessText(document)}
      </Text>
    );
  }
  return (
    <>
      <Text span size="sm" display="block">
        {dayText(valid_until)}
      </Text>
      <Text span size="xs" fw={expires_early ? 650 : 400} c={expires_early ? 'var(--bad)' : 'dimmed'}>
        {valid_until !== expires_on && 'By its age, '}
        {days_to_spare < 0 ? `${daysText(-days_to_spare)} short` : `${daysText(days_to_spare)} to spare`}
      </Text>
    </>
  );
}

function endlessText({ expires, no_expiry_stated }: RoomDocument): string {
  if (no_expiry_stated) return 'States no expiry';
  return expires ? 'Not stated' : 'Does not expire';
}
