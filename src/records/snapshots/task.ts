/** The states of a task; the last three are final. */
export const TASK_STATUSES = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** The stages of a running task, with their progress in per cent. */
export const STAGES = { queued: 0, state: 10, edition: 30, rendered: 60, sealed: 80, stored: 100 } as const;
export type Stage = keyof typeof STAGES;

/** The change of a task, as listeners receive it. */
export interface TaskChange {
  task_id: string;
  room_id: string;
  /** A number that increases with every change of the task. */
  version: number;
  status: TaskStatus;
  stage: Stage;
  progress: number;
  /** Why the task failed, or what a pending one waits for. */
  error: string | null;
}

/** The background work of one snapshot. */
export interface Task extends TaskChange {
  timeoutSeconds: number;
  attempt: number;
  wasCached: boolean | null;
  startedAt: Date | null;
  completedAt: Date | null;
}

export const isFinal = (status: TaskStatus): boolean => status !== 'pending' && status !== 'running';

/** Returns the id of a task. Clients of the reference build it themselves. */
export const taskIdOf = (snapshotId: string): string => `snapshot-${snapshotId}`;
