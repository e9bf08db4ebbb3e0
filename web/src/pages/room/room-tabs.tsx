import { Link, useRoute } from 'wouter';
import type { Room } from '../../room/room-queries.ts';
import classes from './room-tabs.module.css';

interface TabProps {
  to: string;
  /** The pattern of the addresses that belong to the tab. */
  below: string;
  text: string;
  /** The number of open findings in the tab. */
  open?: number;
}

/** The tabs of a room. Each has its own address. */
export function RoomTabs({ room: { id, verdict } }: { room: Room }) {
  const home = `/rooms/${id}`;
  const count = (kind: 'document_id' | 'approval_id') =>
    verdict.reasons.filter((reason) => reason[kind] !== null).length;
  return (
    <nav className={classes.tabs} aria-label="Parts of the room">
      <Tab to={home} below={home} text="Overview" />
      <Tab
        to={`${home}/documents`}
        below={`${home}/documents/*?`}
        text="Documents"
        open={count('document_id')}
      />
      <Tab to={`${home}/requirements`} below={`${home}/requirements`} text="Requirements" />
      <Tab
        to={`${home}/approvals`}
        below={`${home}/approvals`}
        text="Approvals & parties"
        open={count('approval_id')}
      />
      <Tab to={`${home}/activity`} below={`${home}/activity`} text="Activity" />
      <Tab to={`${home}/snapshots`} below={`${home}/snapshots/*?`} text="Snapshots" />
    </nav>
  );
}

function Tab({ to, below, text, open = 0 }: TabProps) {
  const [isHere] = useRoute(below);
  return (
    <Link href={to} className={classes.tab} aria-current={isHere ? 'page' : undefined}>
      {text}
      {open > 0 && (
        <>
          {' '}
          <span className={classes.count}>
            {open}
            <span className={classes.hidden}> open</span>
          </span>
        </>
      )}
    </Link>
  );
}
