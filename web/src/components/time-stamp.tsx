import { Text } from '@mantine/core';

const READERS_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** One formatter per zone. To create one takes a hundred times as long as to use it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function textIn(timeZone: string, at: string): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone });
  formats.set(timeZone, format);
  return `${format.format(new Date(at))} ${timeZone}`;
}

/** Returns a moment in UTC as plain text. @param at ISO 8601 */
export const dateTimeText = (at: string): string => textIn('UTC', at);

interface TimeStampProps {
  /** ISO 8601 */
  at: string;
  /** Adds the local time of the user, unless that is UTC. */
  withLocal?: boolean;
  /** Adds the time in this zone: the IANA name of the zone of an operation. */
  placeZone?: string;
}

/** A moment in UTC, optionally followed by another time zone. The tooltip shows the local time of the user. */
export function TimeStamp({ at, withLocal = false, placeZone }: TimeStampProps) {
  const zone = placeZone ?? (withLocal ? READERS_ZONE : 'UTC');
  return (
    <time dateTime={at} title={`${textIn(READERS_ZONE, at)} (your time)`}>
      {dateTimeText(at)}
      {zone !== 'UTC' && (
        <Text span c="dimmed" size="sm">
          {` · ${textIn(zone, at)}`}
        </Text>
      )}
    </time>
  );
}
