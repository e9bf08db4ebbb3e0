import { Text } from '@mantine/core';

const READERS_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** One formatter for each zone: making one takes a hundred times what using it does. */
const formats = new Map<string, Intl.DateTimeFormat>();

function textIn(timeZone: string, at: string): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone });
  formats.set(timeZone, format);
  return `${format.format(new Date(at))} ${timeZone}`;
}

/** A moment in UTC where only text can stand. @param at ISO 8601 */
export const dateTimeText = (at: string): string => textIn('UTC', at);

interface TimeStampProps {
  /** ISO 8601 */
  at: string;
  /** Says the reader's own time too, unless that is UTC. */
  withLocal?: boolean;
  /** Says the time at the place of an operation too: an IANA name. */
  placeZone?: string;
}

/** A moment in UTC, labelled so; what else is asked for stands beside it, the reader's own time comes with the pointer. */
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
