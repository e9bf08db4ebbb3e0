import { List, Text } from '@mantine/core';
import { Unlink } from 'lucide-react';
import { api, bodyOf } from '../../../api/api.ts';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { ActionButton } from '../../../room/action-button.tsx';
import type { Approval, Room } from '../../../room/room-queries.ts';
import { approvalShown } from '../../../room/shown.ts';

/** The conditions of an approval: the open ones, and who lifted the others and why. */
export function ApprovalSubjects({ room, approval }: { room: Room; approval: Approval }) {
  if (approval.subjects.length === 0) return null;
  const mayLift = room.permissions.includes('approval.lift');
  return (
    <List size="sm" mt={4} aria-label="Subjects">
      {approval.subjects.map((subject) => (
        <List.Item key={subject.id}>
          <Text span inherit dir="auto" {...(subject.lifted_at && { td: 'line-through', c: 'dimmed' })}>
            {subject.text}
          </Text>
          {subject.lifted_at ? (
            <Text span display="block" size="xs" c="dimmed">
              Lifted <TimeStamp at={subject.lifted_at} />, {subject.lifted_by}: {subject.reason}
            </Text>
          ) : (
            mayLift && <LiftSubject room={room} approval={approval} subject={subject} />
          )}
        </List.Item>
      ))}
    </List>
  );
}

interface LiftSubjectProps {
  room: Room;
  approval: Approval;
  subject: Approval['subjects'][number];
}

const LiftSubject = ({ room, approval, subject }: LiftSubjectProps) => (
  <ActionButton
    roomId={room.id}
    text="Lift"
    label={`Lift the subject: ${subject.text}`}
    icon={Unlink}
    question="The condition is fulfilled, or no longer needed. The reason stands in the record."
    note="required"
    noteLabel="Reason"
    isQuiet
    shown={() => approvalShown(room, approval)}
    run={(reason, header) =>
      bodyOf(
        api.POST('/api/v1/rooms/{room_id}/approvals/{approval_id}/subjects/{subject_id}/lift', {
          params: { path: { room_id: room.id, approval_id: approval.id, subject_id: subject.id }, header },
          body: { reason },
        }),
      )
    }
  />
);
