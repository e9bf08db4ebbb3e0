import { api, bodyOf } from '../api/api.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { followRoom, type RoomEvent } from '../api/room-events.ts';

type ProgressEvent = Extract<RoomEvent, { event: 'progress' }>;

/** The progress of a task. */
export type TaskProgress = Pick<ProgressEvent['data'], 'status' | 'stage' | 'progress' | 'error'>;

interface TaskListener {
  /** Called for each progress, including the final one. */
  progressed(progress: TaskProgress): void;
  /** Called if the task does not exist or the user may not see it. */
  refused(problem: Error): void;
}

const PAUSE_MS = 1000;

export const isFinal = ({ status }: TaskProgress): boolean => status !== 'pending' && status !== 'running';

/**
 * Reports the progress of a task until it ends. The events of its room contain it. While they do not arrive, it polls
 * the task.
 * @returns a function that stops it
 */
export function followTask(
  { roomId, taskId }: { roomId: string; taskId: string },
  { progressed, refused }: TaskListener,
): () => void {
  const leaving = new AbortController();
  let polling = new AbortController();
  const report = (progress: TaskProgress) => {
    if (leaving.signal.aborted) return;
    if (isFinal(progress)) leaving.abort();
    progressed(progress);
  };
  const read = (isLive: boolean) => {
    polling.abort();
    polling = new AbortController();
    const signal = AbortSignal.any([leaving.signal, polling.signal]);
    pollTask(taskId, { signal, isOnce: isLive, report }).catch((error) => signal.aborted || refused(error));
  };
  const stop = followRoom(roomId, {
    onEvent({ event, data }) {
      if (event === 'progress' && data.task_id === taskId) report(data);
      // Progress is not sent again after an interruption.
      if (event === 'present') read(true);
    },
    live: read,
  });
  leaving.signal.addEventListener('abort', stop);
  return () => leaving.abort();
}

interface Polling {
  signal: AbortSignal;
  /** Whether one response is enough. */
  isOnce: boolean;
  report: TaskListener['progressed'];
}

async function pollTask(taskId: string, { signal, isOnce, report }: Polling): Promise<void> {
  const params = { path: { task_id: taskId } };
  while (!signal.aborted) {
    try {
      const task = await bodyOf(api.GET('/api/v1/snapshots/tasks/{task_id}', { params }));
      if (signal.aborted) return;
      report(task);
      if (isOnce) return;
    } catch (error) {
      if (!(error instanceof ApiProblem && error.isTransient)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
