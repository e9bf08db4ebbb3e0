import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Snapshot, snapshotsKey } from './snapshot.ts';
import { followTask, isFinal, type TaskProgress } from './task-progress.ts';

/** Follows the task of a snapshot. When the task ends, the snapshots of the room are fetched again. */
export function useTaskProgress({ room_id, task_id }: Pick<Snapshot, 'room_id' | 'task_id'>): {
  progress: TaskProgress | undefined;
  error: Error | undefined;
} {
  const queries = useQueryClient();
  const [progress, setProgress] = useState<TaskProgress>();
  const [error, setError] = useState<Error>();
  useEffect(() => {
    const refresh = () => void queries.invalidateQueries({ queryKey: snapshotsKey(room_id) });
    return followTask(
      { roomId: room_id, taskId: task_id },
      {
        progressed(now) {
          setProgress(now);
          if (isFinal(now)) refresh();
        },
        refused(problem) {
          setError(problem);
          refresh();
        },
      },
    );
  }, [queries, room_id, task_id]);
  return { progress, error };
}
