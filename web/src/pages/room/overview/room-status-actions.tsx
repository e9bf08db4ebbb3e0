import { Group } from '@mantine/core';
import { CircleCheck, CirclePause, CircleSlash, Flag, type LucideIcon, Ship, Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import { api, bodyOf } from '../../../api/api.ts';
import { queryClient } from '../../../api/query-client.ts';
import { ActionButton } from '../../../room/action-button.tsx';
import type { Room } from '../../../room/room-queries.ts';
import { roomShown, STATUS_FIELDS } from '../../../room/shown.ts';
import { CopyRoomButton } from './copy-room-button.tsx';

type Status = Room['next_statuses'][number];

interface Step {
  text: string;
  icon: LucideIcon;
  question: string;
  isDangerous?: boolean;
}

const STEPS: Record<Status, Step> = {
  pending: { text: 'Set to pending', icon: CirclePause, question: 'The room becomes pending again.' },
  ready: { text: 'Set to ready', icon: CircleCheck, question: 'The vessels may come alongside.' },
  active: { text: 'Set to active', icon: Ship, question: 'The operation is under way.' },
  on_hold: {
    text: 'Put on hold',
    icon: CirclePause,
    question: 'The operation pauses until it is active again.',
  },
  completed: {
    text: 'Complete',
    icon: Flag,
    question: 'The operation is over. This is final: no other status can follow.',
    isDangerous: true,
  },
  cancelled: {
    text: 'Cancel the operation',
    icon: CircleSlash,
    question: 'The operation will not take place. This is final: no other status can follow.',
    isDangerous: true,
  },
};

/** The actions on a room as a whole: they change its status, copy it, or delete it. */
export function RoomStatusActions({ room }: { room: Room }) {
  const mayUpdate = room.permissions.includes('room.update');
  return (
    <Group gap="xs">
      {mayUpdate &&
        room.next_statuses.map((status) => <StatusAction key={status} room={room} status={status} />)}
      <CopyRoomButton room={room} />
      {room.permissions.includes('room.delete') && <DeleteRoom room={room} />}
    </Group>
  );
}

const StatusAction = ({ room, status }: { room: Room; status: Status }) => (
  <ActionButton
    roomId={room.id}
    {...STEPS[status]}
    note="optional"
    shown={() => roomShown(room, STATUS_FIELDS)}
    run={(note, header, override) =>
      bodyOf(
        api.POST('/api/v1/rooms/{room_id}/status', {
          params: { path: { room_id: room.id }, header },
          body: { status, ...(note && { note }), ...(override && { override }) },
        }),
      )
    }
  />
);

function DeleteRoom({ room }: { room: Room }) {
  const [, goTo] = useLocation();
  return (
    <ActionButton
      roomId={room.id}
      text="Delete the room"
      icon={Trash2}
      question={`This deletes ${room.title} with all its contents, including the snapshots. It cannot be undone.`}
      isDangerous
      shown={() => roomShown(room, STATUS_FIELDS)}
      run={async (_, header) => {
        await bodyOf(
          api.DELETE('/api/v1/rooms/{room_id}', { params: { path: { room_id: room.id }, header } }),
        );
        goTo('/');
        queryClient.removeQueries({ queryKey: ['rooms', room.id] });
        await queryClient.invalidateQueries({ queryKey: ['rooms'] });
      }}
    />
  );
}
