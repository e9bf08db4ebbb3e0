import { Group, Select } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { OutcomeNotice } from '../../../components/outcome-notice.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { useQuestion } from '../../../components/question.ts';
import { RoomSelect } from '../../../room/room-select.tsx';
import { Section } from '../../../shell/section.tsx';
import { PagedTable } from '../../../tables/paged-table.tsx';
import { cancelTask, retryTask, TASKS, type Task, type TaskFilter, taskList } from './task-list.ts';
import { TASK_COLUMNS, TaskRow } from './task-row.tsx';
import { TASK_STATUS_OPTIONS } from './task-status-badge.tsx';

/** The work behind the snapshots of all rooms. */
export default function TasksPage() {
  const [filter, setFilter] = useState<TaskFilter>({});
  const { outcome, say, ask, dialog } = useQuestion(TASKS);
  const queries = useQueryClient();
  const list = useInfiniteQuery(taskList(filter));
  const retry = useMutation({
    mutationFn: ({ task_id }: Task) => retryTask(task_id),
    onSuccess: (_answer, { title }) => say(`“${title}” is being made again.`),
    onSettled: () => queries.invalidateQueries({ queryKey: [TASKS] }),
  });
  const rows = list.data?.pages.flatMap(({ items }) =>
    items.map((task) => (
      <TaskRow
        key={task.task_id}
        task={task}
        onCancel={() => ask(cancellation(task))}
        onRetry={() => retry.mutate(task)}
      />
    )),
  );
  return (
    <Section title="Tasks">
      <Group component="search" gap="sm" align="flex-end">
        <Select
          label="Status"
          placeholder="Any"
          clearable
          clearButtonProps={{ 'aria-label': 'Any status' }}
          data={TASK_STATUS_OPTIONS}
          value={filter.status ?? null}
          onChange={(status) => setFilter({ ...filter, status: status ?? undefined })}
          flex="1 1 10rem"
        />
        <RoomSelect
          value={filter.room_id ?? null}
          onChange={(roomId) => setFilter({ ...filter, room_id: roomId ?? undefined })}
          flex="2 1 16rem"
        />
      </Group>
      <OutcomeNotice text={outcome} />
      {retry.error && <ProblemState title="The task was not tried again" error={retry.error} />}
      <PagedTable
        what="tasks"
        columns={TASK_COLUMNS}
        rows={rows}
        none="No task fits. Each snapshot that somebody asks for has one here until the clean-up removes it."
        minWidth={880}
        list={list}
      />
      <ConfirmDialog {...dialog} />
    </Section>
  );
}

const cancellation = ({ task_id, title, requested_by }: Task) => ({
  title: 'Cancel this task?',
  text: `“${title}”, asked for by ${requested_by}, will not be made. Its snapshot is marked as failed; the task can be retried.`,
  submit: 'Cancel the task',
  isDangerous: true,
  act: () => cancelTask(task_id),
  describe: () => `“${title}” is cancelled.`,
});
