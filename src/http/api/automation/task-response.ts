import { Type } from 'typebox';
import type { Role } from '../../../people/permissions/roles.ts';
import type { Snapshot } from '../../../records/snapshots/snapshot.ts';
import { fileSize, mayRead } from '../../../records/snapshots/snapshot.ts';
import { STAGES, type Stage, TASK_STATUSES, type Task } from '../../../records/snapshots/task.ts';
import type { TaskOfSnapshot } from '../../../records/snapshots/task-store.ts';
import { snapshotPath } from '../records/snapshot-response.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);

/** The reference's nine fields, then ours. */
export const TaskResponse = Type.Object({
  task_id: Type.String(),
  task_type: Type.String(),
  status: Type.Enum([...TASK_STATUSES]),
  progress: Type.Number({ description: 'Percentage' }),
  created_at: Type.String(),
  started_at: NullableText,
  completed_at: NullableText,
  result: Type.Union([
    Type.Object({
      success: Type.Boolean(),
      snapshot_id: Type.String(),
      file_url: Type.String(),
      file_size: Type.Union([Type.Integer(), Type.Null()], {
        description: 'The size in bytes. Null if the snapshot contains commercial terms that you cannot read',
      }),
      was_cached: Type.Boolean(),
      duration_ms: Type.Integer(),
    }),
    Type.Null(),
  ]),
  error: Type.Union([Type.String(), Type.Null()], {
    description: 'Why the task failed, or what a pending task waits for',
  }),
  stage: Type.Enum(Object.keys(STAGES) as Stage[], { description: 'The stage that the task has reached' }),
  attempt: Type.Integer(),
  snapshot_id: Type.String(),
  room_id: Type.String(),
});

/** The progress of a task, as event streams send it. */
export const TaskProgress = {
  task_id: Type.String(),
  status: TaskResponse.properties.status,
  stage: TaskResponse.properties.stage,
  progress: TaskResponse.properties.progress,
  error: TaskResponse.properties.error,
};

/** A task in a list of all rooms, which is for administrators. */
export const ListedTaskResponse = Type.Object({
  ...TaskResponse.properties,
  room_title: Type.String(),
  title: Type.String(),
  requested_by: Type.String(),
});

export const toListedTaskResponse = (found: TaskOfSnapshot) => ({
  ...toTaskResponse(found, 'admin'),
  room_title: found.snapshot.roomTitle,
  title: found.snapshot.title,
  requested_by: found.snapshot.createdBy,
});

/** Returns a task for a role in its room. */
export const toTaskResponse = ({ task, snapshot }: TaskOfSnapshot, role: Role) => ({
  task_id: task.task_id,
  task_type: `generate_${snapshot.type}`,
  status: task.status,
  progress: task.progress,
  created_at: snapshot.createdAt.toISOString(),
  started_at: task.startedAt?.toISOString() ?? null,
  completed_at: task.completedAt?.toISOString() ?? null,
  result: task.status === 'completed' ? resultOf(task, snapshot, role) : null,
  error: task.error,
  stage: task.stage,
  attempt: task.attempt,
  snapshot_id: snapshot.id,
  room_id: snapshot.roomId,
});

const resultOf = ({ startedAt, completedAt, wasCached }: Task, snapshot: Snapshot, role: Role) => ({
  success: true,
  snapshot_id: snapshot.id,
  file_url: `${snapshotPath(snapshot)}/download`,
  file_size: mayRead(role, snapshot) ? fileSize(snapshot) : null,
  was_cached: wasCached ?? false,
  duration_ms: startedAt && completedAt ? completedAt.getTime() - startedAt.getTime() : 0,
});
