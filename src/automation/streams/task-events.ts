import type { Database } from '../../platform/db/database.ts';
import type { TaskChange } from '../../records/snapshots/task.ts';
import { findTask, TASK_CHANNEL } from '../../records/snapshots/task-store.ts';
import { Listeners } from './listeners.ts';

type Listener = (change: TaskChange) => void;

export interface TaskEvents {
  /**
   * Notifies a listener of each change of a task, or of all tasks of a room, that any process commits. Returns a
   * function that ends this.
   */
  subscribe(taskOrRoomId: string, listener: Listener): () => void;
  close(): Promise<void>;
}

/** Opens one subscription to the changes of tasks. All listeners of this process share it. */
export async function openTaskEvents(database: Database): Promise<TaskEvents> {
  const listeners = new Listeners<Listener>();
  const emit = (change: TaskChange) => {
    for (const id of [change.task_id, change.room_id])
      for (const listener of listeners.of(id)) listener(change);
  };
  const emitAll = async () => {
    for (const id of listeners.ids()) {
      const found = await findTask(database.query, id);
      if (found) emit(found.task);
    }
  };
  const close = await database.listen(
    TASK_CHANNEL,
    (payload) => emit(JSON.parse(payload)),
    // If this fails, the connection is lost again, and the next reconnection calls it again.
    () => void emitAll().catch(() => {}),
  );
  return { subscribe: (id, listener) => listeners.add(id, listener), close };
}
