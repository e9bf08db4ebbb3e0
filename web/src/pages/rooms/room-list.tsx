import { Text } from '@mantine/core';
import { Link } from 'wouter';
import { Countdown } from '../../components/countdown.tsx';
import { countText } from '../../components/number-text.ts';
import { RoomStatusBadge } from '../../components/room-status-badge.tsx';
import { TimeStamp } from '../../components/time-stamp.tsx';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import { visibleName } from '../../components/visible-name.ts';
import classes from './room-list.module.css';
import type { RoomSummary } from './room-search.ts';

/** The rooms as rows, or as cards on a narrow screen. */
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
        {visibleName(room.title)}
      </Link>
      <Text c="dimmed" size="sm">
        {room.location}
      </Text>
    </div>
    <div className={classes.verdict}>
      <VerdictBadge {...room.verdict} />
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

/** Returns the number of blocking findings and the first of them. The page of the room shows the others. */
function describeBlockers({ verdict, blockers: [first] }: RoomSummary): string {
  const { blocking, subjects } = verdict;
  if (blocking === 0) return subjects > 0 ? countText(subjects, 'subject') : 'Nothing open';
  const count = countText(blocking, 'blocker');
  return first === undefined ? count : `${count}: ${first}`;
}
