import { sql } from 'kysely';
import type { Queryable, Transaction } from '../db/database.ts';

/** The time that may pass between storing a blob, or protecting it, and committing the row that refers to it. */
const GRACE = sql`interval '1 hour'`;

const milliseconds = (ms: number) => sql`make_interval(secs => ${ms / 1000})`;

/** Looks at every column that refers to blobs. Migration 0024 has a foreign key for each of them. */
const isUnused = sql`not exists (select from editions where editions.sha256 = hash)
  and not exists (select from snapshots where edition_sha256 = hash)
  and not exists (select from snapshots where seal_sha256 = hash)
  and not exists (select from documents where file_sha256 = hash)
  and not exists (select from earlier_versions where file_sha256 = hash)`;

/** Whether somebody may be about to refer to a blob. A time in the future is one of a clock that was wrong. */
const isKept = sql`kept_at between clock_timestamp() - ${GRACE} and clock_timestamp()`;

/**
 * Makes a blob one that may be referred to.
 * @param doubtMs for how long a removal may still happen after it began
 * @throws a condition `in_use` if a removal may still happen
 */
export async function claimBlob(db: Queryable, hash: string, doubtMs: number): Promise<void> {
  await sql`select claim_blob(${hash}, ${milliseconds(doubtMs)})`.execute(db);
}

/** Protects a blob until a change refers to it. Returns false if nothing may refer to it until it is claimed. */
export async function keepBlob(db: Queryable, hash: string): Promise<boolean> {
  const { rows } = await sql<{ is_kept: boolean }>`select keep_blob(${hash}) as is_kept`.execute(db);
  return rows[0]?.is_kept === true;
}

export interface UnusedBlob {
  hash: string;
  /** Whether nobody can be about to refer to the blob. */
  isOld: boolean;
}

/** Returns those of the given blobs to which no row refers. It returns none while a backup has a blob hold. */
export async function findUnused(db: Queryable, hashes: readonly string[], at: Date): Promise<UnusedBlob[]> {
  const { rows } = await sql<UnusedBlob>`
    select hash, (blobs is null or not (${isKept})) as "isOld"
    from unnest(${hashes}::text[]) as stored (hash) left join blobs on blobs.sha256 = hash
    where not exists (select from blob_holds where until > ${at}::timestamptz) and ${isUnused}`.execute(db);
  return rows;
}

/**
 * Begins the removal of a blob: nothing may refer to it from now on. Returns false if something refers to it, or may be
 * about to.
 * @throws a reference violation if something refers to it since a moment ago
 */
export async function beginRemoval(tx: Transaction, hash: string): Promise<boolean> {
  // What is stored without a row was there before the ledger. With a row, a writer of the blob waits for this change.
  await sql`insert into blobs (sha256, kept_at) values (${hash}, '-infinity') on conflict do nothing`.execute(
    tx,
  );
  const { rows } = await sql`
    with given_up as (
      delete from blobs using (select ${hash}::text as hash) as given
      where blobs.sha256 = hash and not (${isKept}) and ${isUnused} returning blobs.sha256
    )
    insert into blob_removals (sha256, begun_at) select sha256, clock_timestamp() from given_up
    on conflict do nothing returning sha256`.execute(tx);
  return rows.length > 0;
}

/** Begins the removals again that may not happen any more. Returns the blobs. */
export async function resumeRemovals(tx: Transaction, doubtMs: number): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    update blob_removals set begun_at = clock_timestamp()
    where begun_at not between clock_timestamp() - ${milliseconds(doubtMs)} and clock_timestamp()
    returning sha256`.execute(tx);
  return rows.map(({ sha256 }) => sha256);
}

export async function endRemoval(db: Queryable, hash: string): Promise<void> {
  await db.deleteFrom('blob_removals').where('sha256', '=', hash).execute();
}
