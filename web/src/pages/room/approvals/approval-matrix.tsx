import { Table, Text } from '@mantine/core';
import { Name } from '../../../components/name.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { Approval, Party, Room, Vessel } from '../../../room/room-queries.ts';
import { sentenceCase } from '../../../room/sentence-case.ts';
import { ApprovalStatusBadge } from '../../../room/status-word-badge.tsx';
import { useSession } from '../../../session/session.ts';
import { ApprovalActions } from './approval-actions.tsx';
import classes from './approval-matrix.module.css';
import { RequestApprovalButton } from './request-approval-button.tsx';

interface ApprovalMatrixProps {
  room: Room;
  approvals: readonly Approval[];
  parties: readonly Party[];
  vessels: readonly Vessel[];
}

interface Subject {
  /** Of a vessel; `null` for the operation as a whole. */
  id: string | null;
  name: string;
}

/** Who has agreed to what: a line for each party that decides, a column for the operation and each vessel. */
export function ApprovalMatrix({ room, approvals, parties, vessels }: ApprovalMatrixProps) {
  const email = useSession()?.email;
  const asked = parties.filter(({ id }) => approvals.some(({ party_id }) => party_id === id));
  if (asked.length === 0) return <Text c="dimmed">Nobody has been asked for an approval.</Text>;
  const mayAsk = room.permissions.includes('party.manage');
  const isShown = ({ id }: Vessel) => mayAsk || approvals.some(({ vessel_id }) => vessel_id === id);
  const subjects: Subject[] = [{ id: null, name: 'the operation' }, ...vessels.filter(isShown)];
  const cellOf = (party: Party, subject: Subject) => {
    const approval = approvals.find((each) => each.party_id === party.id && each.vessel_id === subject.id);
    if (approval) return <Decision room={room} approval={approval} isOwn={party.email === email} />;
    if (mayAsk) return <RequestApprovalButton roomId={room.id} party={party} subject={subject} />;
    return <Text c="dimmed">Not asked</Text>;
  };
  return (
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
              <Table.Th key={subject.id} scope="col">
                <Name>{headingOf(subject)}</Name>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {asked.map((party) => (
            <Table.Tr key={party.id}>
              <Table.Th scope="row">
                <bdi>{party.name}</bdi>
                <Text span display="block" size="xs" c="dimmed">
                  {sentenceCase(party.role)}
                  {party.email === email && ', you'}
                </Text>
              </Table.Th>
              {subjects.map((subject) => (
                <Table.Td key={subject.id} data-subject={headingOf(subject)}>
                  {cellOf(party, subject)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const headingOf = ({ id, name }: Subject): string => (id === null ? 'The operation' : name);

function Decision({ room, approval, isOwn }: { room: Room; approval: Approval; isOwn: boolean }) {
  const { status, note, requested_at, updated_at } = approval;
  const isPending = status === 'pending';
  return (
    <>
      <ApprovalStatusBadge status={status} />
      <Text span display="block" size="xs" c="dimmed">
        {isPending ? 'Asked ' : ''}
        <TimeStamp at={isPending ? requested_at : updated_at} />
      </Text>
      {note && (
        <Text span display="block" size="sm" dir="auto" ta="start">
          {note}
        </Text>
      )}
      <ApprovalActions room={room} approval={approval} isOwn={isOwn} />
    </>
  );
}
