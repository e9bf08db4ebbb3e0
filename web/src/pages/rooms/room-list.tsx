import { Text } from '@mantine/core';
import { Link } from 'wouter';
import { Countdown } from '../../components/countdown.tsx';
import { RoomStatusBadge } from '../../components/room-status-badge.tsx';
import { TimeStamp } from '../../components/time-stamp.tsx';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import classes from './room-list.module.css';
import type { RoomSummary } from './room-search.ts';

/** Rooms as rows where there is room for rows, and as cards where there is not. */
export const RoomList = ({ rooms }: { rooms: readonly RoomSummary[] }) => (
  <ul className={classes.list} aria-label="Rooms">
    {rooms.map((room) => (
      <RoomRow key={room.id} room={room} />
    ))}
  </ul>
);

const RoomRow = ({ room }: { room: RoomSummary }) => (
  <li className={classes.room}>
    <div className={classes.name}>
      <Link href={`/rooms/${room.id}`} className={classes.title}>
        {room.title}
      </Link>
      <Text c="dimmed" size="sm">
        {room.location}
      </Text>
    </div>
    <div className={classes.verdict}>
      <VerdictBadge outcome={room.verdict.outcome} />
      <Text size="sm" c={room.verdict.blocking > 0 ? undefined : 'dimmed'}>
        {describeBlockers(room)}
      </Text>
    </div>
    <div>
      <Text className={classes.label}>ETA</Text>
      <Text size="sm" fw={600}>
        <Countdown to={room.sts_eta} />
      </Text>
      <Text size="sm">
        <TimeStamp at={room.sts_eta} />
      </Text>
    </div>
    <div className={classes.snapshot}>
      <Text className={classes.label}>Last snapshot</Text>
      <Text size="sm" c={room.last_snapshot ? undefined : 'dimmed'}>
        {room.last_snapshot ? <TimeStamp at={room.last_snapshot.created_at} /> : 'None yet'}
      </Text>
      {room.last_snapshot && room.last_snapshot.status !== 'completed' && (
        <Text size="sm" c="dimmed">
          {room.last_snapshot.status === 'failed' ? 'Failed' : 'Being made'}
        </Text>
      )}
    </div>
    <div className={classes.status}>
      <RoomStatusBadge status={room.status} />
    </div>
  </li>
);

/** How many findings block, and the first of them; the rest stand in the room. */
function describeBlockers({ verdict, blockers: [first] }: RoomSummary): string {
  if (verdict.blocking === 0) return verdict.subjects > 0 ? `${verdict.subjects} subjects` : 'Nothing open';
  const count = verdict.blocking === 1 ? '1 blocker' : `${verdict.blocking} blockers`;
  return first === undefined ? count : `${count}: ${first}`;
}
