import { Text } from '@mantine/core';

const READERS_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** One formatter per zone. To create one takes a hundred times as long as to use it. */
const formats = new Map<string, Intl.DateTimeFormat | null>();

/** Returns the formatter of a zone, or null if this browser does not know the zone: browsers learn zones years later. */
function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone });
  } catch {
    return null;
  }
}

/** Returns a moment in a zone. In a zone that this browser does not know, it returns the name of the zone alone. */
function textIn(timeZone: string, at: string): string {
  const known = formats.get(timeZone);
  const format = known === undefined ? formatOf(timeZone) : known;
  formats.set(timeZone, format);
  if (format === null) return `${timeZone}, a time zone unknown to this browser`;
  const date = new Date(at);
  return Number.isNaN(date.valueOf()) ? at : `${format.format(date)} ${timeZone}`;
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
