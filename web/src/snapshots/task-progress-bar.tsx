import { Progress, Text } from '@mantine/core';
import { useId } from 'react';
import type { Snapshot } from './snapshot.ts';
import type { TaskProgress } from './task-progress.ts';
import classes from './task-progress-bar.module.css';
import { useTaskProgress } from './use-task-progress.ts';

/** The work that follows each stage. */
const DOING: Record<TaskProgress['stage'], string> = {
  queued: 'Waiting',
  state: 'Reading the state of the room',
  edition: 'Rendering the report',
  rendered: 'Sealing',
  sealed: 'Storing',
  stored: 'Done',
};

/** A pending task with an error waits until the trouble is over. */
function textOf(progress: TaskProgress | undefined): string {
  if (progress?.status === 'pending' && progress.error) return `${DOING.queued}: ${progress.error}`;
  return `${DOING[progress?.stage ?? 'queued']} …`;
}

/** The percentages of the stages, as marks on the bar. */
const MARKS = [10, 30, 60, 80];

/** The live progress of a snapshot. Screen readers announce it politely. */
export function TaskProgressBar({ snapshot }: { snapshot: Snapshot }) {
  const label = useId();
  const { progress, error } = useTaskProgress(snapshot);
  const percent = progress?.progress ?? 0;
  return (
    <div className={classes.progress}>
      <div className={classes.track}>
        <Progress.Root size="lg" transitionDuration={150}>
          <Progress.Section value={percent} aria-labelledby={label} />
        </Progress.Root>
        {MARKS.map((mark) => (
          <span key={mark} className={classes.mark} data-at={mark} aria-hidden />
        ))}
      </div>
      <Text id={label} size="sm" role="status">
        {error ? error.message : textOf(progress)}
        <span className={classes.percent}>{percent} %</span>
      </Text>
    </div>
  );
}
