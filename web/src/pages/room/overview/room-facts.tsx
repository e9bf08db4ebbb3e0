import type { ReactNode } from 'react';
import { Facts } from '../../../components/facts.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { statedText } from '../../../room/fields.ts';
import type { Room } from '../../../room/room-queries.ts';
import { operationFields } from './operation-fields.ts';

/** The title is in the heading of the page, and a unit is beside its number. */
const ELSEWHERE: readonly string[] = ['title', 'cargo_unit'];

/** The facts of the operation. */
export function RoomFacts({ room, actions }: { room: Room; actions?: ReactNode }) {
  const fields = operationFields(room).filter(({ name }) => !ELSEWHERE.includes(name));
  const facts = fields.map((field) => ({
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
