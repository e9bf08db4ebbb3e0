import { api, bodyOf } from '../api/api.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { type EventOf, followEvents } from '../api/event-stream.ts';

type TaskEvent = EventOf<'/api/v1/snapshots/tasks/{task_id}/events'>;

/** The progress of a task. */
export type TaskProgress = Pick<TaskEvent['data'], 'status' | 'stage' | 'progress'>;

interface TaskListener {
  /** Called for each progress, including the final one. */
  progressed(progress: TaskProgress): void;
  /** Called if the task does not exist or the user may not see it. */
  refused(problem: Error): void;
}

const MAX_INTERRUPTIONS = 2;
const PAUSE_MS = 1000;
const WAIT_SECONDS = 2;

export const isFinal = ({ status }: TaskProgress): boolean => status !== 'pending' && status !== 'running';

/**
 * Reports the progress of a task until it ends. It reads the events of the task. If a proxy does not let the events
 * pass, it polls the task.
 * @returns a function that stops it
 */
export function followTask(taskId: string, { progressed, refused }: TaskListener): () => void {
  const leaving = new AbortController();
  let interruptions = 0;
  const stopEvents = followEvents<TaskEvent>(`/api/v1/snapshots/tasks/${taskId}/events`, {
    onEvent({ data: progress }) {
      interruptions = 0;
      if (isFinal(progress)) stopEvents();
      progressed(progress);
    },
    connected(isOpen) {
      if (isOpen || ++interruptions < MAX_INTERRUPTIONS) return;
      stopEvents();
      pollTask(taskId, leaving.signal, progressed).catch(refused);
    },
    refused,
  });
  return () => {
    stopEvents();
    leaving.abort();
  };
}

async function pollTask(
  taskId: string,
  signal: AbortSignal,
  progressed: TaskListener['progressed'],
): Promise<void> {
  const params = { path: { task_id: taskId }, query: { wait: WAIT_SECONDS } };
  while (!signal.aborted) {
    try {
      const task = await bodyOf(api.GET('/api/v1/snapshots/tasks/{task_id}', { params }));
      if (signal.aborted) return;
      progressed(task);
      if (isFinal(task)) return;
    } catch (error) {
      if (!(error instanceof ApiProblem && error.isTransient)) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
