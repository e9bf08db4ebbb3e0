import { sql } from 'kysely';
import type { ChainedEntry } from '../../platform/audit/audit-chain.ts';
import { findProvenEntry } from '../../platform/audit/audit-proof.ts';
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

/** Only one entry of the log is of this kind. Rows that somebody inserted may hide it. */
const MAX_CANDIDATES = 100;

/**
 * Finds the file that the audit log recorded for a snapshot. Returns `undefined` if there is none. It believes no row
 * that the chain of the log does not prove.
 */
export async function findRecordedFile(db: Queryable, snapshotId: string): Promise<RecordedFile | undefined> {
  if (!isId(snapshotId)) return undefined;
  const { rows: candidates } = await sql<{ seq: number }>`
    select seq from audit_entries
    where action = ${GENERATED} and detail->>'snapshot_id' = ${snapshotId}::text
      and seq between 1 and (select seq from audit_head)
    order by seq desc limit ${sql.lit(MAX_CANDIDATES)}`.execute(db);
  for (const { seq } of candidates) {
    const entry = await findProvenEntry(db, seq);
    if (entry && records(entry, snapshotId)) {
      return { fileSha256: String(entry.detail.file_sha256), kept: await isKept(db, snapshotId) };
    }
  }
  return undefined;
}

const records = ({ action, detail }: ChainedEntry, snapshotId: string): boolean =>
  action === ('snapshot_generated' satisfies AuditAction) && detail.snapshot_id === snapshotId;

async function isKept(db: Queryable, snapshotId: string): Promise<boolean> {
  const snapshot = db.selectFrom('snapshots').select('id').where('id', '=', snapshotId);
  return (await snapshot.executeTakeFirst()) !== undefined;
}
