import { sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';
import { isId } from '../../platform/kernel/ids.ts';

/** What this installation knows of the file of a snapshot. */
export interface RecordedFile {
  /** As the audit log recorded it when the file was made. */
  fileSha256: string;
  /** Whether the snapshot is still here; the audit log also remembers those that were deleted. */
  kept: boolean;
}

/** The file that the audit log recorded for a snapshot; nothing if it never did. */
export async function findRecordedFile(db: Queryable, snapshotId: string): Promise<RecordedFile | undefined> {
  if (!isId(snapshotId)) return undefined;
  const { rows } = await sql<RecordedFile>`
    select detail->>'file_sha256' as "fileSha256",
      exists (select 1 from snapshots where id = ${snapshotId}::uuid) as kept
    from audit_entries
    where action = 'snapshot_generated' and detail->>'snapshot_id' = ${snapshotId}::text
    order by seq desc limit 1`.execute(db);
  return rows[0];
}
