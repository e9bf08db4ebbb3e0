/** Finds what the audit log says of the file of a snapshot, also after the snapshot is gone. */
export const recordedFiles: readonly string[] = [
  `create index audit_entries_recorded_file on audit_entries ((detail->>'snapshot_id'))
    where action = 'snapshot_generated'`,
];
