import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';

/** The seal that the database has for a completed snapshot. */
interface CheckedSeal {
  snapshotId: string;
  state: 'whole' | 'damaged' | 'missing';
}

interface CheckedPage {
  checked: CheckedSeal[];
  /** The number of all seals, estimated. */
  of: number;
}

const PAGE = 200;

/** Reads all seals and compares them with their hashes, page by page. */
export async function* allSeals(db: Queryable): AsyncIterable<CheckedPage> {
  const { last } = await readEnds(db);
  let read = 0;
  for (let after = 0; after < last; ) {
    const rows = await checkSeals(db, sql`seq > ${after}::int order by seq limit ${sql.lit(PAGE)}`);
    after = rows.at(-1)?.seq ?? last;
    read += rows.length;
    yield { checked: rows, of: Math.round((read * last) / after) };
  }
}

/** Does the same for the seals of some random snapshots, or of all if there are few. It takes as long for any number. */
export async function* sampleSeals(db: Queryable, most: number): AsyncIterable<CheckedPage> {
  const { first, last } = await readEnds(db);
  const drawn = new Set<number>();
  if (last - first < most) for (let seq = first; seq <= last; seq++) drawn.add(seq);
  else while (drawn.size < most) drawn.add(first + Math.floor(Math.random() * (last - first + 1)));
  yield { checked: await checkSeals(db, sql`seq = any(${[...drawn]}::int[])`), of: drawn.size };
}

async function readEnds(db: Queryable): Promise<{ first: number; last: number }> {
  const { rows } = await sql<{ first: number; last: number }>`
    select coalesce(min(seq), 1) as first, coalesce(max(seq), 0) as last from snapshots`.execute(db);
  return rows[0] ?? { first: 1, last: 0 };
}

/** Checks the seals of the completed snapshots of some numbers. Those whose seals are files are left out. */
async function checkSeals(
  db: Queryable,
  which: RawBuilder<unknown>,
): Promise<(CheckedSeal & { seq: number })[]> {
  const { rows } = await sql<CheckedSeal & { seq: number }>`
    select s.seq, s.id as "snapshotId", case when seals.bytes is null then 'missing'
      when encode(sha256(seals.bytes), 'hex') = seals.sha256 then 'whole' else 'damaged' end as state
    from (
      select id, seq from snapshots where status = 'completed' and seal_sha256 is null and ${which}
    ) as s left join seals on seals.snapshot_id = s.id
    order by s.seq`.execute(db);
  return rows;
}
