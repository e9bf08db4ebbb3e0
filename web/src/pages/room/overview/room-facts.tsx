import type { ReactNode } from 'react';
import { Facts } from '../../../components/facts.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { statedText } from '../../../room/fields.ts';
import type { Room } from '../../../room/room-queries.ts';
import { OPERATION_FIELDS } from './operation-fields.ts';

/** The title is in the heading of the page, and a unit is beside its number. */
const FIELDS = OPERATION_FIELDS.filter(({ name }) => name !== 'title' && name !== 'cargo_unit');

/** The facts of the operation. */
export function RoomFacts({ room, actions }: { room: Room; actions?: ReactNode }) {
  const facts = FIELDS.map((field) => ({
    name: field.label,
    isWide: field.kind === 'text',
    value:
      field.name === 'sts_eta' ? (
        <TimeStamp at={room.sts_eta} placeZone={room.time_zone} />
      ) : (
        statedText(field, room)
      ),
  }));
  return (
    <Panel title="Operation" actions={actions}>
      <Facts
        facts={[
          ...facts,
          { name: 'Opened by', value: room.created_by },
          { name: 'Last change', value: <TimeStamp at={room.updated_at} /> },
        ]}
      />
    </Panel>
  );
}
