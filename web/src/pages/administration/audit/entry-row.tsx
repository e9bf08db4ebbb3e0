import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { type ListColumn, ListRow } from '../../../tables/list-table.tsx';
import type { Entry } from './audit-trail.ts';
import { describeDetail, wordsOf } from './entry-detail.ts';
import classes from './entry-row.module.css';

export const ENTRY_COLUMNS: readonly ListColumn[] = [
  { name: 'No.', isNumber: true },
  { name: 'When' },
  { name: 'Actor' },
  { name: 'Action' },
  { name: 'Details' },
];

export const EntryRow = ({ entry }: { entry: Entry }) => (
  <ListRow
    columns={ENTRY_COLUMNS}
    cells={[
      entry.seq,
      <span key="at" className={classes.at}>
        <TimeStamp at={entry.at} />
      </span>,
      entry.actor,
      <strong key="action">{wordsOf(entry.action)}</strong>,
      <EntryDetail key="details" entry={entry} />,
    ]}
  />
);

const EntryDetail = ({ entry: { room_id, detail } }: { entry: Entry }) => (
  <dl className={classes.detail}>
    {describeDetail(detail).map(([label, text]) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{text}</dd>
      </div>
    ))}
    {room_id && (
      <div>
        <dt>Room</dt>
        <dd>
          <Anchor component={Link} href={`/rooms/${room_id}`} size="sm">
            {room_id}
          </Anchor>
        </dd>
      </div>
    )}
  </dl>
);
