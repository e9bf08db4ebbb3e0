import { type RawBuilder, sql } from 'kysely';
import { ROOM_ROLES } from '../../people/permissions/roles.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { isId } from '../../platform/kernel/ids.ts';
import type { ApprovalState, DocumentState, PartyState, VesselState } from '../vocabulary/room-state.ts';
import { CRITICALITIES, DOCUMENT_CATEGORIES, UNTOUCHED_BY_EXPIRY } from '../vocabulary/room-words.ts';
import { itemNotFound } from './room-item-store.ts';

/** What a section is read for: a room at a moment, whole or one thing of it. */
export interface SectionScope {
  /** An id, or the column of an outer statement that holds it. */
  roomId: string | RawBuilder<string>;
  at: Date;
  /** The id of the one thing to read. */
  only?: string;
}

type JsonSql = RawBuilder<unknown>;

/** An instant as the state writes it, whatever the time zone of the connection is. */
export const instant = (column: string): JsonSql =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A text in the order of its code points: the same in every database, whatever its collation is. */
const byText = (column: string): JsonSql => sql`${sql.ref(column)} collate "C"`;

const list = (words: readonly string[]): JsonSql => sql.raw(words.map((word) => `'${word}'`).join(','));
const byWord = (column: string, words: readonly string[]): JsonSql =>
  sql`array_position(array[${list(words)}], ${sql.ref(column)})`;

const narrowed = (column: string, { only }: SectionScope): JsonSql =>
  only === undefined ? sql`` : sql`and ${sql.ref(column)} = ${only}::uuid`;

/** The UTC day of an instant, `YYYY-MM-DD`. */
export const utcDay = (at: Date): string => at.toISOString().slice(0, 10);

/** A JSON array of the room's parties. */
export const partiesSql = (scope: SectionScope): JsonSql => sql`(
  select coalesce(json_agg(json_build_object(
    'id', p.id, 'role', p.role, 'name', p.name, 'email', p.email, 'company', p.company
  ) order by ${byWord('p.role', ROOM_ROLES)}, ${byText('p.name')}, p.id), '[]')
  from parties p where p.room_id = ${scope.roomId}::uuid ${narrowed('p.id', scope)})`;

/** A JSON array of the room's vessels. */
export const vesselsSql = (scope: SectionScope): JsonSql => sql`(
  select coalesce(json_agg(json_build_object(
    'id', v.id, 'name', v.name, 'operation_role', v.operation_role, 'vessel_type', v.vessel_type,
    'flag', v.flag, 'imo', v.imo, 'call_sign', v.call_sign, 'owner', v.owner, 'charterer', v.charterer,
    'status', v.status, 'length', v.length, 'beam', v.beam, 'draft', v.draft,
    'manifold_height', v.manifold_height, 'gross_tonnage', v.gross_tonnage, 'net_tonnage', v.net_tonnage,
    'built_year', v.built_year, 'classification_society', v.classification_society, 'pi_club', v.pi_club
  ) order by v.created_at, v.id), '[]')
  from vessels v where v.room_id = ${scope.roomId}::uuid ${narrowed('v.id', scope)})`;

/**
 * A JSON array of the room's documents. A document whose expiry day is over by the UTC calendar is `expired`,
 * whatever was set, unless nobody relies on it anyway.
 */
export const documentsSql = (scope: SectionScope): JsonSql => sql`(
  select coalesce(json_agg(json_build_object(
    'id', d.id, 'type_code', t.code, 'type_name', t.name, 'category', t.category,
    'criticality', t.criticality, 'required', t.required, 'vessel_id', d.vessel_id, 'vessel_name', v.name,
    'status', case when d.expires_on < ${utcDay(scope.at)}::date
      and d.status not in (${list(UNTOUCHED_BY_EXPIRY)}) then 'expired' else d.status end,
    'priority', d.priority, 'critical_path', d.critical_path, 'expires_on', d.expires_on,
    'days_at_eta', d.expires_on - (room.sts_eta at time zone 'UTC')::date,
    'notes', d.notes, 'file_name', d.file_name, 'file_size', d.file_size, 'file_sha256', d.file_sha256,
    'uploaded_by', d.uploaded_by, 'uploaded_at', ${instant('d.uploaded_at')},
    'reviewed_by', d.reviewed_by, 'reviewed_at', ${instant('d.reviewed_at')}
  ) order by ${byWord('t.category', DOCUMENT_CATEGORIES)}, ${byWord('t.criticality', CRITICALITIES)},
    ${byText('t.name')}, ${byText('v.name')} nulls first, d.id), '[]')
  from documents d
  join rooms room on room.id = d.room_id
  join document_types t on t.id = d.type_id
  left join vessels v on v.id = d.vessel_id
  where d.room_id = ${scope.roomId}::uuid ${narrowed('d.id', scope)})`;

/** A JSON array of the room's approvals. */
export const approvalsSql = (scope: SectionScope): JsonSql => sql`(
  select coalesce(json_agg(json_build_object(
    'id', a.id, 'party_id', a.party_id, 'party_name', p.name, 'party_role', p.role,
    'vessel_id', a.vessel_id, 'vessel_name', v.name, 'status', a.status, 'note', a.note,
    'requested_at', ${instant('a.requested_at')}, 'updated_at', ${instant('a.updated_at')}
  ) order by ${byWord('p.role', ROOM_ROLES)}, ${byText('p.name')}, ${byText('v.name')} nulls first, a.id), '[]')
  from approvals a
  join parties p on p.id = a.party_id
  left join vessels v on v.id = a.vessel_id
  where a.room_id = ${scope.roomId}::uuid ${narrowed('a.id', scope)})`;

/** A JSON array of the room's activity, complete, oldest first. */
export const activitySql = ({ roomId }: SectionScope): JsonSql => sql`(
  select coalesce(json_agg(json_build_object(
    'id', id, 'at', ${instant('at')}, 'actor', actor, 'action', action, 'summary', summary
  ) order by at, id), '[]')
  from activities where room_id = ${roomId}::uuid)`;

const SECTIONS = {
  parties: partiesSql,
  vessels: vesselsSql,
  documents: documentsSql,
  approvals: approvalsSql,
};

export type SectionName = keyof SectionItems;

interface SectionItems {
  parties: PartyState;
  vessels: VesselState;
  documents: DocumentState;
  approvals: ApprovalState;
}

/** One section of a room, in the form and order that the state has it. */
export async function readSection<Name extends SectionName>(
  db: Queryable,
  name: Name,
  scope: SectionScope,
): Promise<SectionItems[Name][]> {
  const { rows } = await sql<{
    items: SectionItems[Name][];
  }>`select ${SECTIONS[name](scope)} as items`.execute(db);
  return rows[0]?.items ?? [];
}

/**
 * One thing of a room, in the form that the state has it.
 * @throws AppError `party_not_found`, `vessel_not_found` and so on
 */
export async function readOne<Name extends SectionName>(
  db: Queryable,
  name: Name,
  scope: Required<SectionScope>,
): Promise<SectionItems[Name]> {
  const [found] = isId(scope.only) ? await readSection(db, name, scope) : [];
  if (!found) throw itemNotFound(name);
  return found;
}
