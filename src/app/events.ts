import { openRoomEvents, type RoomEvents } from '../automation/streams/room-events.ts';
import { openTaskEvents, type TaskEvents } from '../automation/streams/task-events.ts';
import type { Database } from '../platform/db/database.ts';

/** The event streams of rooms and tasks, for listeners in this process. */
export interface Events {
  readonly rooms: RoomEvents;
  readonly tasks: TaskEvents;
}

export async function openEvents(database: Database): Promise<Events & AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const tasks = opening.adopt(await openTaskEvents(database), (opened) => opened.close());
  const rooms = opening.adopt(await openRoomEvents(database), (opened) => opened.close());
  const parts = opening.move();
  return { rooms, tasks, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}
