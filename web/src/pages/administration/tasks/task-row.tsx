import { Anchor, Button, Table, Text } from '@mantine/core';
import { Link } from 'wouter';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { numberText } from '../number-text.ts';
import type { Task } from './task-list.ts';
import { TaskStatusBadge } from './task-status-badge.tsx';

interface TaskRowProps {
  task: Task;
  onCancel(): void;
  onRetry(): void;
}

export const TaskRow = ({ task, onCancel, onRetry }: TaskRowProps) => (
  <Table.Tr>
    <Table.Td>
      <TaskStatusBadge status={task.status} />
      {task.status === 'running' && <Text size="xs">{`${task.progress} %, ${task.stage}`}</Text>}
    </Table.Td>
    <Table.Td>
      <Text size="sm" fw={600}>
        {task.title}
        <Text
          span
          size="sm"
          c="dimmed"
          fw={400}
        >{` · ${task.task_type.replace('generate_', '').toUpperCase()}`}</Text>
      </Text>
      <Anchor component={Link} href={`/rooms/${task.room_id}`} size="sm">
        {task.room_title}
      </Anchor>
    </Table.Td>
    <Table.Td>
      {task.requested_by}
      <br />
      <TimeStamp at={task.created_at} />
    </Table.Td>
    <Table.Td ta="right">{task.attempt}</Table.Td>
    <Table.Td>{task.error ?? describeResult(task)}</Table.Td>
    <Table.Td>
      {(task.status === 'pending' || task.status === 'running') && (
        <Action text="Cancel" of={task} onClick={onCancel} />
      )}
      {(task.status === 'failed' || task.status === 'cancelled') && (
        <Action text="Retry" of={task} onClick={onRetry} />
      )}
    </Table.Td>
  </Table.Tr>
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
