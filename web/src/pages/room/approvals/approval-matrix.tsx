import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Name } from '../../../components/name.tsx';
import { sentenceCase } from '../../../components/sentence-case.ts';
import { visibleName } from '../../../components/visible-name.ts';
import type { Approval, Party, Room, Vessel } from '../../../room/room-queries.ts';
import { useSession } from '../../../session/session.ts';
import { ApprovalDecision } from './approval-decision.tsx';
import classes from './approval-matrix.module.css';
import { RequestApprovalButton } from './request-approval-button.tsx';

interface ApprovalMatrixProps {
  room: Room;
  approvals: readonly Approval[];
  parties: readonly Party[];
  vessels: readonly Vessel[];
}

/** What an approval is of. */
interface Subject {
  concerns: Approval['concerns'];
  /** The id of a vessel; `null` for the operation as a whole and for the compatibility of the vessels. */
  id: string | null;
  label: string;
}

const OPERATION: Subject = { concerns: 'operation', id: null, label: 'the operation' };
const COMPATIBILITY: Subject = {
  concerns: 'compatibility',
  id: null,
  label: 'the compatibility of the vessels',
};

/** The approvals: a row for each party that decides, a column for the operation and for each vessel. */
export function ApprovalMatrix({ room, approvals, parties, vessels }: ApprovalMatrixProps) {
  const email = useSession()?.email;
  const deciding = parties.filter(({ id }) => approvals.some(({ party_id }) => party_id === id));
  if (deciding.length === 0) return <Text c="dimmed">No approval has been requested.</Text>;
  const mayRequest = room.permissions.includes('party.manage');
  const isOf =
    ({ concerns, id }: Subject) =>
    (approval: Approval) =>
      approval.concerns === concerns && approval.vessel_id === id;
  const possible = [OPERATION, COMPATIBILITY, ...vessels.map(suitabilityOf)];
  const subjects = possible.filter((subject) => mayRequest || approvals.some(isOf(subject)));
  const cellOf = (party: Party, subject: Subject) => {
    const approval = approvals.filter(isOf(subject)).find(({ party_id }) => party_id === party.id);
    if (approval) return <ApprovalDecision room={room} approval={approval} isOwn={party.email === email} />;
    if (mayRequest) return <RequestApprovalButton roomId={room.id} party={party} subject={subject} />;
    return <Text c="dimmed">Not requested</Text>;
  };
  return (
    <Matrix subjects={subjects}>
      {deciding.map((party) => (
        <Table.Tr key={party.id}>
          <PartyHeading party={party} isOwn={party.email === email} />
          {subjects.map((subject) => (
            <Table.Td key={keyOf(subject)} data-subject={headingOf(subject)}>
              {cellOf(party, subject)}
            </Table.Td>
          ))}
        </Table.Tr>
      ))}
    </Matrix>
  );
}

const suitabilityOf = ({ id, label }: Vessel): Subject => ({ concerns: 'suitability', id, label });

const keyOf = ({ concerns, id }: Subject): string => id ?? concerns;

const headingOf = ({ concerns, label }: Subject): string =>
  concerns === 'suitability'
    ? `Suitability of ${label}`
    : sentenceCase(concerns === 'operation' ? label : concerns);

const Matrix = ({ subjects, children }: { subjects: readonly Subject[]; children: ReactNode }) => (
  <Table.ScrollContainer
    minWidth={subjects.length * 170}
    type="native"
    classNames={{ scrollContainerInner: classes.inner }}
  >
    <Table className={classes.matrix} aria-label="Approvals" verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Party</Table.Th>
          {subjects.map((subject) => (
            <Table.Th key={keyOf(subject)} scope="col">
              <Name>{headingOf(subject)}</Name>
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);

const PartyHeading = ({ party: { label, role }, isOwn }: { party: Party; isOwn: boolean }) => (
  <Table.Th scope="row">
    <bdi>{visibleName(label)}</bdi>
    <Text span display="block" size="xs" c="dimmed">
      {sentenceCase(role)}
      {isOwn && ', you'}
    </Text>
  </Table.Th>
);
