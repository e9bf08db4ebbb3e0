import { Text } from '@mantine/core';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { Approval, Room } from '../../../room/room-queries.ts';
import { ApprovalStatusBadge } from '../../../room/status-word-badge.tsx';
import { ApprovalActions } from './approval-actions.tsx';

interface ApprovalDecisionProps {
  room: Room;
  approval: Approval;
  /** Whether the approval was requested from the user. */
  isOwn: boolean;
}

/** The state of one approval, with its time, its note and its actions. */
export function ApprovalDecision({ room, approval, isOwn }: ApprovalDecisionProps) {
  const { status, note, requested_at, updated_at } = approval;
  const isPending = status === 'pending';
  return (
    <>
      <ApprovalStatusBadge status={status} />
      <Text span display="block" size="xs" c="dimmed">
        {isPending ? 'Requested ' : ''}
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
