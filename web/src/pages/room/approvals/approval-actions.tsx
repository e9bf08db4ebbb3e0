import { Group } from '@mantine/core';
import { RotateCcw, X } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { ActionButton } from '../../../room/action-button.tsx';
import type { Shown } from '../../../room/guarded-change.ts';
import type { Approval, Room } from '../../../room/room-queries.ts';

import { approvalShown } from '../../../room/shown.ts';
import { GiveApproval } from './give-approval.tsx';

interface ApprovalActionsProps {
  room: Room;
  approval: Approval;
  /** Whether the approval was requested from the user. */
  isOwn: boolean;
}

/** The decisions about one approval that the user may take. */
export function ApprovalActions({ room, approval, isOwn }: ApprovalActionsProps) {
  const { status, party_name } = approval;
  const mayGive = room.permissions.includes('approval.give') && (isOwn || room.your_role === 'admin');
  const mayRevoke = room.permissions.includes('approval.revoke') && status !== 'pending';
  const decision = {
    room,
    shown: () => approvalShown(room, approval),
    path: { room_id: room.id, approval_id: approval.id },
    whose: isOwn ? 'your approval' : `the approval of ${party_name}`,
  };
  return (
    <Group gap={4} mt={4}>
      {mayGive && status !== 'approved' && <GiveApproval {...decision} isOwn={isOwn} />}
      {mayGive && status !== 'rejected' && <Refuse {...decision} />}
      {mayRevoke && <Revoke {...decision} />}
    </Group>
  );
}

interface DecisionProps {
  room: Room;
  shown(): Shown;
  path: { room_id: string; approval_id: string };
  /** The approval inside a sentence. */
  whose: string;
}

const bodyWith = (note: string) => (note ? { note } : {});

const Refuse = ({ room, shown, path, whose }: DecisionProps) => (
  <ActionButton
    roomId={room.id}
    text="Refuse"
    label={`Refuse ${whose}`}
    icon={X}
    question="A refused approval blocks the operation. Give the reason to the other parties."
    note="required"
    isDangerous
    isQuiet
    shown={shown}
    run={(note, header) =>
      bodyOf(
        api.POST('/api/v1/rooms/{room_id}/approvals/{approval_id}/reject', {
          params: { path, header },
          body: { note },
        }),
      )
    }
  />
);

const Revoke = ({ room, shown, path, whose }: DecisionProps) => (
  <ActionButton
    roomId={room.id}
    text="Revoke"
    label={`Revoke ${whose}`}
    icon={RotateCcw}
    question="This revokes the decision. The approval is pending again."
    note="optional"
    isDangerous
    isQuiet
    shown={shown}
    run={(note, header) =>
      bodyOf(
        api.POST('/api/v1/rooms/{room_id}/approvals/{approval_id}/revoke', {
          params: { path, header },
          body: bodyWith(note),
        }),
      )
    }
  />
);
