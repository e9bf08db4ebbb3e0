import { sentenceCase } from '../../../components/sentence-case.ts';
import { visibleName } from '../../../components/visible-name.ts';
import type { Party, Room } from '../../../room/room-queries.ts';
import { type Column, VirtualTable } from '../../../tables/virtual-table.tsx';
import { PartyActions } from './party-actions.tsx';

const COLUMNS: readonly Column[] = [
  { name: 'Name' },
  { name: 'Role', width: '11%' },
  { name: 'Company' },
  { name: 'Email', width: '29%' },
];
const WITH_ACTIONS: readonly Column[] = [...COLUMNS, { name: 'Actions', width: '7rem' }];
const ESTIMATED_HEIGHT = 45;

/** The parties of the room, with actions for users who may manage them. */
export function PartyTable({ room, parties }: { room: Room; parties: readonly Party[] }) {
  const mayManage = room.permissions.includes('party.manage');
  return (
    <VirtualTable
      label="Parties"
      columns={mayManage ? WITH_ACTIONS : COLUMNS}
      rows={parties}
      keyOf={({ id }) => id}
      estimatedHeight={ESTIMATED_HEIGHT}
      cells={(party) => [
        <bdi key="name">{visibleName(party.name)}</bdi>,
        sentenceCase(party.role),
        party.company && <bdi key="company">{visibleName(party.company)}</bdi>,
        party.email,
        ...(mayManage ? [<PartyActions key="actions" roomId={room.id} party={party} />] : []),
      ]}
    />
  );
}
