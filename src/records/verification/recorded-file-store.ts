import { sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';
import type { AuditAction } from '../../platform/events/catalogue.ts';
import { isId } from '../../platform/kernel/ids.ts';

/** The file of a snapshot, as this installation recorded it. */
export interface RecordedFile {
  /** The hash in the audit log, from the time of the snapshot. */
  fileSha256: string;
  /** Whether the snapshot still exists. The audit log also has the files of deleted snapshots. */
  kept: boolean;
}

// A literal, because the index on these entries has the same condition.
const GENERATED = sql.lit('snapshot_generated' satisfies AuditAction);

/** Finds the file that the audit log recorded for a snapshot. Returns `undefined` if there is none. */
export async function findRecordedFile(db: Queryable, snapshotId: string): Promise<RecordedFile | undefined> {
  if (!isId(snapshotId)) return undefined;
  const { rows } = await sql<RecordedFile>`
    select detail->>'file_sha256' as "fileSha256",
      exists (select 1 from snapshots where id = ${snapshotId}::uuid) as kept
    from audit_entries
    where action = ${GENERATED} and detail->>'snapshot_id' = ${snapshotId}::text
    order by seq desc limit 1`.execute(db);
  return rows[0];
}
