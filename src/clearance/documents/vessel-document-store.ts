import { sql } from 'kysely';
import type { Transaction } from '../../platform/db/database.ts';
import { statusesThat } from '../verdict/document-rules.ts';

/** Removes the documents of a vessel for which nobody has sent a file. */
export const removeUnsentDocuments = (tx: Transaction, vesselId: string): Promise<unknown> =>
  tx.deleteFrom('documents').where('vessel_id', '=', vesselId).where('version', '=', 0).execute();

export async function countDocumentsOf(tx: Transaction, vesselId: string): Promise<number> {
  const rows = await tx.selectFrom('documents').select('id').where('vessel_id', '=', vesselId).execute();
  return rows.length;
}

export const removeDocumentsOf = (tx: Transaction, vesselId: string): Promise<unknown> =>
  tx.deleteFrom('documents').where('vessel_id', '=', vesselId).execute();

/** Keeps the documents of a vessel as superseded documents, which count no more. */
export const supersedeDocumentsOf = (
  tx: Transaction,
  vesselId: string,
  by: string,
  at: Date,
): Promise<unknown> =>
  tx
    .updateTable('documents')
    .set({ status: 'superseded', reviewed_by: by, reviewed_at: at, updated_at: at })
    .where('vessel_id', '=', vesselId)
    .execute();

const RELEASED = sql.join(statusesThat('isReleased').map((status) => sql.lit(status)));

/**
 * Opens what was decided about the documents of a vessel, because it has become another vessel: its approved documents
 * are under review again, and its released ones are asked for again.
 * @returns their number
 */
export async function reopenDocumentsOf(tx: Transaction, vesselId: string, at: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update documents set status = case when version > 0 or status = 'approved' then 'under_review' else 'missing' end,
      reviewed_by = null, reviewed_at = null, updated_at = ${at}::timestamptz
    where vessel_id = ${vesselId}::uuid and status in ('approved', ${RELEASED})`.execute(tx);
  return Number(numAffectedRows ?? 0);
}
