import { Text } from '@mantine/core';
import { Panel } from '../../components/panel.tsx';
import { TimeStamp } from '../../components/time-stamp.tsx';
import classes from './difference.module.css';
import type { Difference } from './difference-query.ts';

/** The activity between the two snapshots. */
export function ActivityChanges({ activity }: Pick<Difference, 'activity'>) {
  if (!activity || (activity.count === 0 && activity.removed_count === 0)) return null;
  return (
    <Panel title={`Activity since (${activity.count})`}>
      <ul className={classes.changes}>
        {activity.entries.map(({ id, at, actor, action, summary }) => (
          <li key={id} className={classes.change}>
            <Text dir="auto">{summary}</Text>
            <Text size="sm" c="dimmed">
              <TimeStamp at={at} /> · {action === 'message_sent' ? `Message of ${actor}` : actor}
            </Text>
          </li>
        ))}
      </ul>
      {activity.removed_count > 0 && (
        <Text>{activity.removed_count} entries are not in the second snapshot.</Text>
      )}
    </Panel>
  );
}
