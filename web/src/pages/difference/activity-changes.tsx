import { Text } from '@mantine/core';
import { Panel } from '../../components/panel.tsx';
import { Sentence } from '../../components/sentence.tsx';
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
            {action === 'message_sent' ? (
              <Text dir="auto">{summary}</Text>
            ) : (
              <Text>
                <Sentence>{summary}</Sentence>
              </Text>
            )}
            <Text size="sm" c="dimmed">
              <TimeStamp at={at} /> ·{' '}
              <Sentence>{action === 'message_sent' ? `Message of ${actor}` : actor}</Sentence>
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
