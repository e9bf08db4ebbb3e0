import { Anchor, Button, Table } from '@mantine/core';
import { Link } from 'wouter';
import { fileSizeText } from '../../../components/file-size.ts';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { Edition } from './cache-queries.ts';

const SHOWN_OF_KEY = 12;

export const EditionRow = ({ edition, onInvalidate }: { edition: Edition; onInvalidate(): void }) => (
  <Table.Tr>
    <Table.Td>
      <code title={edition.key}>{edition.key.slice(0, SHOWN_OF_KEY)}…</code>
    </Table.Td>
    <Table.Td>{edition.type.toUpperCase()}</Table.Td>
    <Table.Td>{fileSizeText(edition.size)}</Table.Td>
    <Table.Td>
      {edition.room_id ? (
        <Anchor component={Link} href={`/rooms/${edition.room_id}`} size="sm">
          Room {edition.room_id.slice(-SHOWN_OF_KEY)}
        </Anchor>
      ) : (
        'Room deleted'
      )}
    </Table.Td>
    <Table.Td>{edition.snapshots}</Table.Td>
    <Table.Td>
      <TimeStamp at={edition.rendered_at} />
    </Table.Td>
    <Table.Td>
      <TimeStamp at={edition.last_used_at} />
    </Table.Td>
    <Table.Td>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Invalidate: ${edition.type.toUpperCase()} ${edition.key.slice(0, SHOWN_OF_KEY)}`}
        onClick={onInvalidate}
      >
        Invalidate
      </Button>
    </Table.Td>
  </Table.Tr>
);
