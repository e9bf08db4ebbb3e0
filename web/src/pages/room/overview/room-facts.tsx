import type { ReactNode } from 'react';
import { Facts } from '../../../components/facts.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { ROOM_FIELDS } from '../../../contract/form-fields.ts';
import { inOrder, statedText } from '../../../room/fields.ts';
import type { Room } from '../../../room/room-queries.ts';

/** The title stands at the head of the page, and a unit beside its number. */
const FIELDS = inOrder(ROOM_FIELDS, ['location', 'sts_eta']).filter(
  ({ name }) => name !== 'title' && name !== 'cargo_unit',
);

/** What the operation is. */
export function RoomFacts({ room, actions }: { room: Room; actions?: ReactNode }) {
  const facts = FIELDS.map((field) => ({
    name: field.label,
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
