import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.ts';
import type { QueryOf, ResponseBody } from '../../../contract/route-types.ts';

export type Task = ResponseBody<'/api/v1/snapshots/tasks'>['items'][number];
export type TaskFilter = Pick<QueryOf<'/api/v1/snapshots/tasks'>, 'status' | 'room_id'>;

export const TASKS = 'tasks';
const PAGE_SIZE = 50;
const REFRESH_MS = 5000;

/** The tasks of all rooms, newest first. They refresh while the page is open. */
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

const withId = (taskId: string) => ({ params: { path: { task_id: taskId } } });

export const cancelTask = (taskId: string) =>
  bodyOf(api.POST('/api/v1/snapshots/tasks/{task_id}/cancel', withId(taskId)));

export const retryTask = (taskId: string) =>
  bodyOf(api.POST('/api/v1/snapshots/tasks/{task_id}/retry', withId(taskId)));
