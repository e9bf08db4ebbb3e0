/** The states of a task; the last three are final. */
export const TASK_STATUSES = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** What a running task has got to, with the progress in per cent that it then shows. */
export const STAGES = { queued: 0, state: 10, edition: 30, rendered: 60, sealed: 80, stored: 100 } as const;
export type Stage = keyof typeof STAGES;

/** What listeners are told of a task. */
export interface TaskChange {
  task_id: string;
  room_id: string;
  /** Moves with every change of the task. */
  version: number;
  status: TaskStatus;
  stage: Stage;
  progress: number;
}

/** The background work behind one snapshot. */
export interface Task extends TaskChange {
  timeoutSeconds: number;
  attempt: number;
  wasCached: boolean | null;
  error: string | null;
  startedAt: Date | null;
  completedAt: Date | null;
}

export const isFinal = (status: TaskStatus): boolean => status !== 'pending' && status !== 'running';

/** Returns the id of a task. Clients of the reference build it themselves. */
export const taskIdOf = (snapshotId: string): string => `snapshot-${snapshotId}`;
