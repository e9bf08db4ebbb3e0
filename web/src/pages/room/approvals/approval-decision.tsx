import { Text } from '@mantine/core';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { Approval, Room } from '../../../room/room-queries.ts';
import { ApprovalStatusBadge } from '../../../room/status-word-badge.tsx';
import { ApprovalActions } from './approval-actions.tsx';
import { ApprovalSubjects } from './approval-subjects.tsx';

interface ApprovalDecisionProps {
  room: Room;
  approval: Approval;
  /** Whether the approval was requested from the user. */
  isOwn: boolean;
}

/** The state of one approval, with its time, its note and its actions. */
export function ApprovalDecision({ room, approval, isOwn }: ApprovalDecisionProps) {
  const { status, note, requested_at, updated_at, given_for_revision, lapsed_because } = approval;
  const isPending = status === 'pending';
  return (
    <>
      <ApprovalStatusBadge status={status} />
      <Text span display="block" size="xs" c="dimmed">
        {isPending ? 'Requested ' : ''}
        <TimeStamp at={isPending ? requested_at : updated_at} />
        {!isPending && given_for_revision !== null && `, for revision ${given_for_revision}`}
      </Text>
      {lapsed_because && (
        <Text span display="block" size="sm" c="var(--caution)" fw={600}>
          Lapsed: it was given for revision {given_for_revision}; changed since: {lapsed_because}.
        </Text>
      )}
      {note && (
        <Text span display="block" size="sm" dir="auto" ta="start">
          {note}
        </Text>
      )}
      <ApprovalSubjects room={room} approval={approval} />
      <ApprovalActions room={room} approval={approval} isOwn={isOwn} />
    </>
  );
}
