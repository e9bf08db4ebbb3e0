import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { OutcomeNotice } from '../../../components/outcome-notice.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { useQuestion } from '../../../components/question.ts';
import { Section } from '../../../shell/section.tsx';
import { PagedTable } from '../../../tables/paged-table.tsx';
import { TaskFilters } from './task-filters.tsx';
import { cancelTask, retryTask, TASKS, type Task, type TaskFilter, taskList } from './task-list.ts';
import { TASK_COLUMNS, TaskRow } from './task-row.tsx';

/** The tasks of the snapshots of all rooms. */
export default function TasksPage() {
  const [filter, setFilter] = useState<TaskFilter>({});
  const { outcome, say, ask, dialog } = useQuestion(TASKS);
  const queries = useQueryClient();
  const list = useInfiniteQuery(taskList(filter));
  const retry = useMutation({
    mutationFn: ({ task_id }: Task) => retryTask(task_id),
    onSuccess: (_task, { title }) => say(`“${title}” is being made again.`),
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
      <TaskFilters filter={filter} onChange={setFilter} />
      <OutcomeNotice text={outcome} />
      {retry.error && <ProblemState title="The task was not retried" error={retry.error} />}
      <PagedTable
        what="tasks"
        columns={TASK_COLUMNS}
        rows={rows}
        none="No task matches. Each snapshot has a task here until the clean-up removes it."
        minWidth={880}
        list={list}
      />
      <ConfirmDialog {...dialog} />
    </Section>
  );
}

const cancellation = ({ task_id, title, requested_by }: Task) => ({
  title: 'Cancel this task?',
  text: `“${title}”, requested by ${requested_by}, will not be made. Its snapshot is marked as failed. You can retry the task later.`,
  submit: 'Cancel the task',
  isDangerous: true,
  act: () => cancelTask(task_id),
  describe: () => `“${title}” is cancelled.`,
});
