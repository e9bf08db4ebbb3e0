import { sentenceCase } from '../../../components/sentence-case.ts';
import { shownText, stageText, weightText } from '../../../room/requirement-form.ts';
import type { Requirement, Room, RoomDocument } from '../../../room/room-queries.ts';
import { type Column, VirtualTable } from '../../../tables/virtual-table.tsx';
import { RequirementActions } from './requirement-actions.tsx';

const COLUMNS: readonly Column[] = [
  { name: 'Document', width: '24%' },
  { name: 'Belongs to', width: '13%' },
  { name: 'Due by', width: '14%' },
  { name: 'Counts as', width: '14%' },
  { name: 'Has to show' },
  { name: 'Approved', width: '10%' },
];
const WITH_ACTIONS: readonly Column[] = [...COLUMNS, { name: 'Actions', width: '7rem' }];
const ESTIMATED_HEIGHT = 45;

interface RequirementTableProps {
  room: Room;
  requirements: readonly Requirement[];
  documents: readonly RoomDocument[];
}

/** The requirements of a room, with how many of their documents are approved. */
export function RequirementTable({ room, requirements, documents }: RequirementTableProps) {
  const mayChange = room.permissions.includes('document.write');
  return (
    <VirtualTable
      label="Requirements"
      columns={mayChange ? WITH_ACTIONS : COLUMNS}
      rows={requirements}
      keyOf={({ id }) => id}
      estimatedHeight={ESTIMATED_HEIGHT}
      cells={(requirement) => [
        requirement.type_name,
        sentenceCase(requirement.applies_to),
        stageText(requirement),
        weightText(requirement),
        shownText(requirement),
        coverageOf(requirement, documents),
        ...(mayChange
          ? [<RequirementActions key="actions" roomId={room.id} requirement={requirement} />]
          : []),
      ]}
    />
  );
}

function coverageOf({ type_code }: Requirement, documents: readonly RoomDocument[]): string {
  const listed = documents.filter((document) => document.type_code === type_code);
  const approved = listed.filter(({ status }) => status === 'approved').length;
  return listed.length === 0 ? 'None listed' : `${approved} of ${listed.length}`;
}
