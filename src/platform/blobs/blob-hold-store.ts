import type { Queryable } from '../db/database.ts';

/** Protects all blobs from the clean-up until a given time, for a backup. */
export async function holdBlobs(db: Queryable, id: string, until: Date): Promise<void> {
  await db
    .insertInto('blob_holds')
    .values({ id, until })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ until }))
    .execute();
}

export async function releaseBlobs(db: Queryable, id: string): Promise<void> {
  await db.deleteFrom('blob_holds').where('id', '=', id).execute();
}

/** Removes the blob holds of processes that died before the release. Returns how many there were. */
export async function forgetExpiredHolds(db: Queryable, at: Date): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('blob_holds').where('until', '<', at).executeTakeFirst();
  return Number(numDeletedRows);
}
