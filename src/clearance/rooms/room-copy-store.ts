import { sql } from 'kysely';
import type { Transaction } from '../../platform/db/database.ts';
import { validUntilSql } from '../verdict/document-expiry-store.ts';
import { INHERITED_EXCEPTIONS } from '../vocabulary/room-words.ts';

interface Copy {
  from: string;
  to: string;
  at: Date;
}

/** Copies the vessels of a room. @returns the ids of the copies by those of the originals */
export async function copyVessels(tx: Transaction, { from, to, at }: Copy): Promise<Map<string, string>> {
  const { rows } = await sql<{ old: string; new: string }>`
    with pair as materialized (
      select id as old, gen_random_uuid() as new, row_number() over (order by created_at, id) as place
      from vessels where room_id = ${from}::uuid
    ), copied as (
      insert into vessels
      select copy.* from pair join vessels v on v.id = pair.old,
        jsonb_populate_record(v, jsonb_build_object('id', pair.new, 'room_id', ${to}::text,
          'created_at', ${at}::timestamptz + pair.place * interval '1 millisecond', 'updated_at', ${at}::timestamptz)) copy
    )
    select old, new from pair`.execute(tx);
  return new Map(rows.map((pair) => [pair.old, pair.new]));
}

/** Copies what a room asks for. */
export async function copyRequirements(tx: Transaction, { from, to, at }: Copy): Promise<void> {
  await sql`
    insert into requirements
    select copy.* from requirements q, jsonb_populate_record(q, jsonb_build_object(
      'id', gen_random_uuid(), 'room_id', ${to}::text, 'created_at', ${at}::timestamptz)) copy
    where q.room_id = ${from}::uuid`.execute(tx);
}

interface DocumentCopy extends Copy {
  /** The ids of the vessels' copies by those of the originals. */
  vessels: ReadonlyMap<string, string>;
  /** The last UTC day on which documents have to be valid in the new room, `YYYY-MM-DD`. */
  needed: string;
}

/**
 * Copies the documents of a room. Approved ones that are valid long enough keep their newest version with its review.
 * The others are missing in the copy, and so is what states no end at all, such as a checklist or a notice: it was made
 * for the one operation, or nothing says that it still holds.
 * @returns how many kept their version
 */
export async function copyDocuments(
  tx: Transaction,
  { from, to, at, vessels, needed }: DocumentCopy,
): Promise<number> {
  const { rows } = await sql<{ kept: number }>`
    with original as (
      select d.*, d.status = 'approved' and d.file_sha256 is not null
        and coalesce(${validUntilSql('d', 'q')} >= ${needed}::date, d.no_expiry_stated) as is_kept,
        ${JSON.stringify(Object.fromEntries(vessels))}::jsonb ->> d.vessel_id::text as vessel_copy
      from documents d join requirements q on q.room_id = d.room_id and q.type_id = d.type_id
      where d.room_id = ${from}::uuid and d.status not in ('superseded')
    ), copied as (
      insert into documents (id, room_id, vessel_id, type_id, status, priority, critical_path, version,
        certificate_number, issuer, issued_on, expires_on, no_expiry_stated, file_name, file_type, file_size,
        file_sha256, file_mismatch, uploaded_by, uploaded_at, reviewed_by, reviewed_at, created_at, updated_at)
      select gen_random_uuid(), ${to}::uuid, vessel_copy::uuid, type_id,
        case when is_kept then 'approved' else 'missing' end, priority, critical_path, is_kept::int,
        case when is_kept then certificate_number end, case when is_kept then issuer end,
        case when is_kept then issued_on end, case when is_kept then expires_on end, is_kept and no_expiry_stated,
        case when is_kept then file_name end, case when is_kept then file_type end,
        case when is_kept then file_size end, case when is_kept then file_sha256 end,
        case when is_kept then file_mismatch end, case when is_kept then uploaded_by end,
        case when is_kept then uploaded_at end, case when is_kept then reviewed_by end,
        case when is_kept then reviewed_at end, ${at}::timestamptz, ${at}::timestamptz
      from original
    )
    select count(*) filter (where is_kept)::int as kept from original`.execute(tx);
  return rows[0]?.kept ?? 0;
}

const INHERITED = sql.join(INHERITED_EXCEPTIONS.map((kind) => sql.lit(kind)));

/** Copies the reasons for which a room asks for less: the copy asks for as little. */
export async function copyExceptions(tx: Transaction, { from, to }: Copy): Promise<void> {
  await sql`
    insert into exceptions
    select copy.* from exceptions e, jsonb_populate_record(e, jsonb_build_object(
      'id', gen_random_uuid(), 'room_id', ${to}::text)) copy
    where e.room_id = ${from}::uuid and e.kind in (${INHERITED})`.execute(tx);
}

/** Copies the parties of a room, except one who is there already. */
export async function copyParties(tx: Transaction, { from, to, at }: Copy): Promise<void> {
  await sql`
    insert into parties (id, room_id, role, name, email, company, created_at)
    select gen_random_uuid(), ${to}::uuid, role, name, email, company, ${at}::timestamptz
    from parties where room_id = ${from}::uuid
    on conflict (room_id, email) do nothing`.execute(tx);
}
