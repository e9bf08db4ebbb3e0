import { Sentence } from '../../../components/sentence.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { ActivityEntry } from '../../../room/room-queries.ts';
import { type Column, VirtualTable } from '../../../tables/virtual-table.tsx';

const COLUMNS: readonly Column[] = [
  { name: 'When', width: '12rem' },
  { name: 'Who', width: '15rem' },
  { name: 'What' },
];
const ESTIMATED_HEIGHT = 40;

interface ActivityTableProps {
  entries: readonly ActivityEntry[];
  /** Whether the room has no older entries. */
  isWhole: boolean;
  onNearEnd(): void;
}

export const ActivityTable = ({ entries, isWhole, onNearEnd }: ActivityTableProps) => (
  <VirtualTable
    label="Activity"
    columns={COLUMNS}
    rows={entries}
    keyOf={({ id }) => id}
    estimatedHeight={ESTIMATED_HEIGHT}
    isWhole={isWhole}
    onNearEnd={onNearEnd}
    cells={({ at, actor, action, summary }) => [
      <TimeStamp key="at" at={at} />,
      // A message could read like an event that the server recorded.
      <Sentence key="actor">{action === 'message_sent' ? `Message of ${actor}` : actor}</Sentence>,
      <Summary key="summary" action={action} summary={summary} />,
    ]}
  />
);

/** A message runs in its own direction, an event in that of the page. */
const Summary = ({ action, summary }: Pick<ActivityEntry, 'action' | 'summary'>) =>
  action === 'message_sent' ? <span dir="auto">{summary}</span> : <Sentence>{summary}</Sentence>;
