import { Anchor, Button } from '@mantine/core';
import { Link } from 'wouter';
import { fileSizeText } from '../../../components/file-size.ts';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { type ListColumn, ListRow } from '../../../tables/list-table.tsx';
import type { Edition } from './cache-queries.ts';

const SHOWN_OF_KEY = 12;

export const EDITION_COLUMNS: readonly ListColumn[] = [
  { name: 'Key' },
  { name: 'Type' },
  { name: 'Size', isNumber: true },
  { name: 'Room' },
  { name: 'Snapshots', isNumber: true },
  { name: 'Rendered' },
  { name: 'Last used' },
  { name: 'Actions' },
];

export const EditionRow = ({ edition, onInvalidate }: { edition: Edition; onInvalidate(): void }) => {
  const key = edition.key.slice(0, SHOWN_OF_KEY);
  const type = edition.type.toUpperCase();
  return (
    <ListRow
      columns={EDITION_COLUMNS}
      cells={[
        <code key="key" title={edition.key}>
          {key}…
        </code>,
        type,
        fileSizeText(edition.size),
        edition.room_id ? <RoomLink key="room" id={edition.room_id} /> : 'Room deleted',
        edition.snapshots,
        <TimeStamp key="rendered" at={edition.rendered_at} />,
        <TimeStamp key="used" at={edition.last_used_at} />,
        <Button
          key="invalidate"
          size="compact-sm"
          variant="default"
          aria-label={`Invalidate: ${type} ${key}`}
          onClick={onInvalidate}
        >
          Invalidate
        </Button>,
      ]}
    />
  );
};

const RoomLink = ({ id }: { id: string }) => (
  <Anchor component={Link} href={`/rooms/${id}`} size="sm">
    Room {id.slice(-SHOWN_OF_KEY)}
  </Anchor>
);
