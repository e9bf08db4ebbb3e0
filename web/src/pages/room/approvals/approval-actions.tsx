import { Group } from '@mantine/core';
import { Check, RotateCcw, X } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { ActionButton } from '../../../room/action-button.tsx';
import type { Approval, Room } from '../../../room/room-queries.ts';

interface ApprovalActionsProps {
  room: Room;
  approval: Approval;
  /** Whether the reader is the one who was asked. */
  isOwn: boolean;
}

/** What can be decided about one approval. */
export function ApprovalActions({ room, approval, isOwn }: ApprovalActionsProps) {
  const { id, status, party_name } = approval;
  const at = { params: { path: { room_id: room.id, approval_id: id } } };
  const mayGive = room.permissions.includes('approval.give') && (isOwn || room.your_role === 'admin');
  const mayRevoke = room.permissions.includes('approval.revoke') && status !== 'pending';
  const whose = isOwn ? 'your approval' : `the approval of ${party_name}`;
  const from = room.verdict.outcome.replaceAll('_', ' ');
  return (
    <Group gap={4} mt={4}>
      {mayGive && status !== 'approved' && (
        <ActionButton
          roomId={room.id}
          text="Give approval"
          label={`Give ${whose}`}
          icon={Check}
          question={`You record ${whose}. The verdict of the room is at present: ${from}.`}
          note="optional"
          run={(note) =>
            bodyOf(
              api.POST('/api/v1/rooms/{room_id}/approvals/{approval_id}/approve', {
                ...at,
                body: note ? { note } : {},
              }),
            )
          }
        />
      )}
      {mayGive && status !== 'rejected' && (
        <ActionButton
          roomId={room.id}
          text="Refuse"
          label={`Refuse ${whose}`}
          icon={X}
          question="A refused approval stops the operation. Say why, for everybody in the room."
          note="required"
          isDangerous
          isQuiet
          run={(note) =>
            bodyOf(
              api.POST('/api/v1/rooms/{room_id}/approvals/{approval_id}/reject', { ...at, body: { note } }),
            )
          }
        />
      )}
      {mayRevoke && (
        <ActionButton
          roomId={room.id}
          text="Revoke"
          label={`Revoke ${whose}`}
          icon={RotateCcw}
          question="The decision is taken back, and the approval is pending again."
          note="optional"
          isDangerous
          isQuiet
          run={(note) =>
            bodyOf(
              api.POST('/api/v1/rooms/{room_id}/approvals/{approval_id}/revoke', {
                ...at,
                body: note ? { note } : {},
              }),
            )
          }
        />
      )}
    </Group>
  );
}
