import type { Stamp } from '../rendering/stamp/stamp-data.ts';
import { localText, utcText } from '../wording/time-text.ts';
import type { SealStatement } from './seal-statement.ts';

/** Returns what the stamp says of a snapshot. @param timeZone the time zone of the room, undefined if the room was deleted */
export const stampOf = (statement: SealStatement, timeZone: string | undefined): Stamp => ({
  lines: [
    { label: 'Snapshot', value: `${statement.snapshot_id}, revision ${statement.revision} of the room` },
    { label: 'Title', value: statement.title },
    { label: 'Taken by', value: `${statement.created_by_name} <${statement.created_by}>` },
    { label: 'Taken at', value: momentText(statement.created_at, timeZone) },
    { label: 'State', value: `SHA-256 ${statement.state_hash}` },
    { label: 'Audit log', value: `entry ${statement.audit_head?.replace(':', ', SHA-256 ')}` },
  ],
});

/** Returns the text of a stamp for screen readers, line by line. */
export const textOf = ({ lines }: Stamp): string =>
  lines.map(({ label, value }) => `${label}: ${value}`).join('\n');

/** Formats an instant to the second in UTC, and in the time zone of the room. */
const momentText = (instant: string, timeZone: string | undefined): string =>
  [utcText(instant, 'seconds'), timeZone && localText(instant, timeZone)].filter(Boolean).join('  ·  ');
