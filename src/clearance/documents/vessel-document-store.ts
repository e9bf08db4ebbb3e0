import type { Transaction } from '../../platform/db/database.ts';

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
