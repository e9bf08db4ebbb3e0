import { Anchor, Table } from '@mantine/core';
import { Link } from 'wouter';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { Entry } from './audit-trail.ts';
import { describeDetail, wordsOf } from './entry-detail.ts';
import classes from './entry-row.module.css';

export const EntryRow = ({ entry: { seq, at, actor, action, room_id, detail } }: { entry: Entry }) => (
  <Table.Tr>
    <Table.Td ta="right">{seq}</Table.Td>
    <Table.Td className={classes.at}>
      <TimeStamp at={at} />
    </Table.Td>
    <Table.Td>{actor}</Table.Td>
    <Table.Td fw={600}>{wordsOf(action)}</Table.Td>
    <Table.Td>
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
    </Table.Td>
  </Table.Tr>
);
