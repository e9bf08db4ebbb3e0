import type { ReactNode } from 'react';
import { Facts } from '../../../components/facts.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { Room } from '../../../room/room-queries.ts';
import { sentenceCase } from '../../../room/status-words.ts';

const AMOUNT = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const amount = (value: number | null, unit: string | null): string | null =>
  value === null ? null : `${AMOUNT.format(value)}${unit === null ? '' : ` ${unit}`}`;
const words = (word: string | null): string | null => (word === null ? null : sentenceCase(word));

/** What the operation is. */
export const RoomFacts = ({ room, actions }: { room: Room; actions?: ReactNode }) => (
  <Panel title="Operation" actions={actions}>
    <Facts
      facts={[
        { name: 'Location', value: room.location },
        { name: 'ETA', value: <TimeStamp at={room.sts_eta} placeZone={room.time_zone} /> },
        { name: 'Expected duration', value: amount(room.expected_duration_hours, 'h') },
        { name: 'Margin for certificates', value: amount(room.expiry_margin_days, 'd') },
        { name: 'Time zone of the place', value: room.time_zone },
        { name: 'Mode', value: words(room.operation_mode) },
        { name: 'Phase', value: words(room.timeline_phase) },
        { name: 'Cargo', value: room.cargo_type },
        { name: 'Quantity', value: amount(room.cargo_quantity, room.cargo_unit) },
        { name: 'Value of the cargo', value: amount(room.cargo_value_usd, 'USD') },
        { name: 'Demurrage per day', value: amount(room.demurrage_rate_per_day, 'USD') },
        { name: 'Demurrage per hour', value: amount(room.demurrage_rate_per_hour, 'USD') },
        { name: 'POAC', value: room.poac },
        { name: 'STS provider', value: room.sts_provider },
        { name: 'Opened by', value: room.created_by },
        { name: 'Last change', value: <TimeStamp at={room.updated_at} /> },
        { name: 'Remarks', value: room.description },
      ]}
    />
  </Panel>
);
