/** By these indexes, lists and the clean-up find some of very many rows. */
export const manySnapshots: readonly string[] = [
  // The list of tasks is in the order of the snapshots.
  'alter table tasks add column seq integer',
  'update tasks set seq = snapshots.seq from snapshots where snapshots.id = tasks.snapshot_id',
  'alter table tasks alter column seq set not null',
  'create index tasks_status on tasks (status, seq desc)',
  'create index tasks_ended on tasks (completed_at) where completed_at is not null',
  'create index snapshots_age on snapshots (room_id, created_at)',
  'create index rooms_retention on rooms (id) where snapshot_retention_days is not null',
  'create index sessions_expiry on sessions (expires_at)',
  'create index idempotency_keys_age on idempotency_keys (created_at)',
];
