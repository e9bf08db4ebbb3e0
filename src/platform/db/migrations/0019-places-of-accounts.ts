/** The unfinished tasks of an account are counted with every request, so they are counted without their snapshots. */
export const placesOfAccounts: readonly string[] = [
  'alter table tasks add column created_by text',
  'update tasks set created_by = snapshots.created_by from snapshots where snapshots.id = tasks.snapshot_id',
  'alter table tasks alter column created_by set not null',
];
