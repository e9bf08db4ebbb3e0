import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.ts';
import type { paths } from '../../../contract/schema.d.ts';

type TasksRoute = paths['/api/v1/snapshots/tasks']['get'];

export type Task = TasksRoute['responses'][200]['content']['application/json']['items'][number];
export type TaskFilter = Pick<TasksRoute['parameters']['query'], 'status' | 'room_id'>;

export const TASKS = 'tasks';
const PAGE_SIZE = 50;
const REFRESH_MS = 5000;

/** The tasks of all rooms, the newest first, kept up to date while somebody looks. */
export const taskList = (filter: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: [TASKS, filter],
    queryFn: ({ pageParam: cursor }) =>
      bodyOf(
        api.GET('/api/v1/snapshots/tasks', {
          params: { query: { ...filter, limit: PAGE_SIZE, ...(cursor && { cursor }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => previous,
  });

const named = (taskId: string) => ({ params: { path: { task_id: taskId } } });

export const cancelTask = (taskId: string) =>
  bodyOf(api.POST('/api/v1/snapshots/tasks/{task_id}/cancel', named(taskId)));

export const retryTask = (taskId: string) =>
  bodyOf(api.POST('/api/v1/snapshots/tasks/{task_id}/retry', named(taskId)));
