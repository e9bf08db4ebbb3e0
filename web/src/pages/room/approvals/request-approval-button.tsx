import { Send } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { ActionButton } from '../../../room/action-button.tsx';

import type { Approval } from '../../../room/room-queries.ts';
import { nothingShown } from '../../../room/shown.ts';

interface RequestApprovalButtonProps {
  roomId: string;
  party: { id: string; label: string };
  /** What the approval is of. Its `id` is that of a vessel, if it is of one. */
  subject: { concerns: Approval['concerns']; id: string | null; label: string };
}

/** A button that requests another approval from a party. */
export const RequestApprovalButton = ({ roomId, party, subject }: RequestApprovalButtonProps) => (
  <ActionButton
    roomId={roomId}
    text="Request"
    label={`Request approval of ${subject.label} from ${party.label}`}
    icon={Send}
    question={`This asks ${party.label} to approve ${subject.label}. Until then, the room is not cleared.`}
    isQuiet
    shown={() => nothingShown(roomId)}
    run={(_, header) =>
      bodyOf(
        api.POST('/api/v1/rooms/{room_id}/approvals', {
          params: { path: { room_id: roomId }, header },
          body: { party_id: party.id, vessel_id: subject.id, concerns: subject.concerns },
        }),
      )
    }
  />
);
