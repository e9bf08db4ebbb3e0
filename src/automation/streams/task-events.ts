import type { Database } from '../../platform/db/database.ts';
import type { TaskChange } from '../../records/snapshots/task.ts';
import { findTask, TASK_CHANNEL } from '../../records/snapshots/task-store.ts';

type Listener = (change: TaskChange) => void;

export interface TaskEvents {
  /**
   * Calls back with every committed change of a task, or of any task of a room, from whichever process.
   * Returns how to stop that.
   */
  subscribe(taskOrRoomId: string, listener: Listener): () => void;
  close(): Promise<void>;
}

/** One subscription to the database, shared by all listeners of this process. */
export async function openTaskEvents(database: Database): Promise<TaskEvents> {
  const listeners = new Map<string, Set<Listener>>();
  const emit = (change: TaskChange) => {
    for (const id of [change.task_id, change.room_id])
      for (const listener of listeners.get(id) ?? []) listener(change);
  };
  const tellAll = async () => {
    for (const id of [...listeners.keys()]) {
      const found = await findTask(database.query, id);
      if (found) emit(found.task);
    }
  };
  const close = await database.listen(
    TASK_CHANNEL,
    (payload) => emit(JSON.parse(payload)),
    // Should this fail as well, the connection was lost again, and another call follows.
    () => void tellAll().catch(() => {}),
  );
  return {
    subscribe(id, listener) {
      const others = listeners.get(id) ?? new Set();
      listeners.set(id, others.add(listener));
      return () => {
        others.delete(listener);
        if (others.size === 0) listeners.delete(id);
      };
    },
    close,
  };
}
