import { sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';
import { sha256 } from '../../platform/kernel/hash.ts';

/** Returns the seal of a snapshot, checked; `undefined` if it is missing or damaged. */
export async function findSeal(db: Queryable, snapshotId: string): Promise<Buffer | undefined> {
  // The embedded engine returns bytes in hexadecimal, which takes longer to read.
  const { rows } = await sql<{ sha256: string; base64: string }>`
    select sha256, encode(bytes, 'base64') as base64 from seals where snapshot_id = ${snapshotId}::uuid`.execute(
    db,
  );
  const [row] = rows;
  if (!row) return undefined;
  const seal = Buffer.from(row.base64, 'base64');
  return sha256(seal) === row.sha256 ? seal : undefined;
}
