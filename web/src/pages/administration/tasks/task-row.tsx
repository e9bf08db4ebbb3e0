import { Anchor, Button, Text } from '@mantine/core';
import { Link } from 'wouter';
import { Name } from '../../../components/name.tsx';
import { numberText } from '../../../components/number-text.ts';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { type ListColumn, ListRow } from '../../../tables/list-table.tsx';
import type { Task } from './task-list.ts';
import { TaskStatusBadge } from './task-status-badge.tsx';

interface TaskRowProps {
  task: Task;
  onCancel(): void;
  onRetry(): void;
}

const ACTIVE = ['pending', 'running'];
const UNDONE = ['failed', 'cancelled'];

export const TASK_COLUMNS: readonly ListColumn[] = [
  { name: 'Status' },
  { name: 'Snapshot' },
  { name: 'Requested' },
  { name: 'Attempts', isNumber: true },
  { name: 'Outcome' },
  { name: 'Actions' },
];

export const TaskRow = ({ task, onCancel, onRetry }: TaskRowProps) => (
  <ListRow
    columns={TASK_COLUMNS}
    cells={[
      <Progress key="status" task={task} />,
      <SnapshotAndRoom key="snapshot" task={task} />,
      <Requested key="requested" task={task} />,
      task.attempt,
      task.error ?? describeResult(task),
      ACTIVE.includes(task.status) ? (
        <Action key="cancel" text="Cancel" of={task} onClick={onCancel} />
      ) : (
        UNDONE.includes(task.status) && <Action key="retry" text="Retry" of={task} onClick={onRetry} />
      ),
    ]}
  />
);

const Progress = ({ task: { status, progress, stage } }: { task: Task }) => (
  <>
    <TaskStatusBadge status={status} />
    {status === 'running' && <Text size="xs">{`${progress} %, ${stage}`}</Text>}
  </>
);

const SnapshotAndRoom = ({ task: { title, task_type, room_id, room_title } }: { task: Task }) => (
  <>
    <Text size="sm" fw={600}>
      <Name>{title}</Name>
      <Text span size="sm" c="dimmed" fw={400}>
        {` · ${task_type.replace('generate_', '').toUpperCase()}`}
      </Text>
    </Text>
    <Anchor component={Link} href={`/rooms/${room_id}`} size="sm">
      {room_title}
    </Anchor>
  </>
);

const Requested = ({ task: { requested_by, created_at } }: { task: Task }) => (
  <>
    {requested_by}
    <br />
    <TimeStamp at={created_at} />
  </>
);

const describeResult = ({ result }: Task): string =>
  result
    ? `${result.was_cached ? 'From the cache' : 'Rendered'} in ${numberText(result.duration_ms)} ms`
    : '';

const Action = ({ text, of, onClick }: { text: string; of: Task; onClick(): void }) => (
  <Button size="compact-sm" variant="default" aria-label={`${text}: ${of.title}`} onClick={onClick}>
    {text}
  </Button>
);
