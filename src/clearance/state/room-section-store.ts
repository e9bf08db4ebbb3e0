import { type RawBuilder, sql } from 'kysely';
import { ROOM_ROLES } from '../../people/permissions/roles.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { isId } from '../../platform/kernel/ids.ts';
import { utcDay } from '../../platform/kernel/utc-day.ts';
import { statusOnSql, validUntilSql } from '../verdict/document-expiry-store.ts';
import { ACTIVITY_FIELDS } from '../vocabulary/activity-fields.ts';
import { withoutCommercialTerms } from '../vocabulary/commercial-terms.ts';
import { DOCUMENT_FIELDS, VERSION_FIELDS } from '../vocabulary/document-fields.ts';
import { EXCEPTION_FIELDS } from '../vocabulary/exception-fields.ts';
import { currentNames, type Field, type FieldTable } from '../vocabulary/field.ts';
import { APPROVAL_FIELDS, PARTY_FIELDS } from '../vocabulary/party-fields.ts';
import { REQUIREMENT_FIELDS } from '../vocabulary/requirement-fields.ts';
import { ROOM_FIELDS } from '../vocabulary/room-fields.ts';
import type {
  CurrentApproval,
  CurrentDocument,
  CurrentParty,
  CurrentRequirement,
  CurrentVessel,
} from '../vocabulary/room-state.ts';
import { APPROVAL_CONCERNS, CRITICALITIES, DOCUMENT_CATEGORIES } from '../vocabulary/room-words.ts';
import { VESSEL_FIELDS } from '../vocabulary/vessel-fields.ts';
import { EXCERPT_LENGTH, isLongText } from './excerpt.ts';
import { itemNotFound } from './room-item-store.ts';
import { type RoomNames, writeLabels } from './room-labels.ts';

/** The scope of a read: a room at an instant, or one item of it. */
export interface SectionScope {
  /** The room id, or the column of an outer statement that contains it. */
  roomId: string | RawBuilder<string>;
  at: Date;
  /** The id of the item to read. */
  only?: string;
  /** Whether the beginnings of long texts are enough. */
  excerpts?: boolean;
}

/** The scope of a read of one item. */
export type ItemScope = SectionScope & { only: string };

type JsonSql = RawBuilder<unknown>;

/** Returns an instant in the format of the state, independent of the time zone of the connection. */
export const instant = (column: string): JsonSql =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** One character more than an excerpt has shows that the text goes on. */
const beginning = (column: string): JsonSql => sql`left(${sql.ref(column)}, ${sql.lit(EXCERPT_LENGTH + 1)})`;

/** Returns an expression that sorts a text by code points, independent of the collation of the database. */
const byText = (column: string): JsonSql => sql`${sql.ref(column)} collate "C"`;

const list = (words: readonly string[]): JsonSql => sql.raw(words.map((word) => `'${word}'`).join(','));
const byWord = (column: string, words: readonly string[]): JsonSql =>
  sql`array_position(array[${list(words)}], ${sql.ref(column)})`;

const narrowed = (column: string, { only }: SectionScope): JsonSql =>
  only === undefined ? sql`` : sql`and ${sql.ref(column)} = ${only}::uuid`;

/** The SQL expressions of the fields that are not plain columns of the table. */
type Columns<Table extends FieldTable> = { [Name in keyof Table]?: JsonSql };

/**
 * Returns an item of the room as a JSON object with the names of its fields.
 * @param table the alias of its table in the statement
 */
function objectSql<Table extends FieldTable>(
  table: string,
  fields: Table,
  { columns = {}, excerpts = false }: { columns?: Columns<Table>; excerpts?: boolean | undefined } = {},
): JsonSql {
  const members = currentNames(fields).flatMap((name) => {
    const field = fields[name] as Field;
    const column = `${table}.${name}`;
    if (excerpts && isLongText(field)) return [sql.lit(name), beginning(column)];
    return [sql.lit(name), columns[name] ?? (field.kind === 'moment' ? instant(column) : sql.ref(column))];
  });
  return sql`json_build_object(${sql.join(members)})`;
}

/** Names are stored, and labels are not: `writeLabels` replaces these. */
const labelColumn = (table: string) => ({ columns: { label: sql.ref(`${table}.name`) } });

/** Which facts of an operation are read. Without the commercial terms, these fields are absent. */
export interface RoomFactsChoice {
  includeCommercial: boolean;
  /** Whether the beginnings of long texts are enough. */
  excerpts?: boolean;
}

const OPEN_ROOM_FIELDS = withoutCommercialTerms(ROOM_FIELDS);

/**
 * Returns the facts of an operation as a JSON object. Every read of commercial terms passes here.
 * @param table the alias of the table of rooms in the statement
 */
export const roomFactsSql = (table: string, { includeCommercial, excerpts }: RoomFactsChoice): JsonSql =>
  objectSql(table, includeCommercial ? ROOM_FIELDS : OPEN_ROOM_FIELDS, { excerpts });

/** Returns a JSON array of the room's parties. */
export const partiesSql = (scope: SectionScope): JsonSql => sql`(
  select coalesce(json_agg(${objectSql('p', PARTY_FIELDS, labelColumn('p'))}
    order by ${byWord('p.role', ROOM_ROLES)}, ${byText('p.name')}, p.created_at, p.id), '[]')
  from parties p where p.room_id = ${scope.roomId}::uuid ${narrowed('p.id', scope)})`;

/** Returns a JSON array of the room's vessels, in the order in which they were added. */
export const vesselsSql = (scope: SectionScope): JsonSql => sql`(
  select coalesce(json_agg(${objectSql('v', VESSEL_FIELDS, labelColumn('v'))} order by v.created_at, v.id), '[]')
  from vessels v where v.room_id = ${scope.roomId}::uuid ${narrowed('v.id', scope)})`;

/** A JSON array of the versions of the document `d` that newer ones replaced, oldest first. */
const earlierVersionsSql = ({ excerpts }: SectionScope): JsonSql => sql`(
  select coalesce(json_agg(${objectSql('w', VERSION_FIELDS, { excerpts })} order by w.version), '[]')
  from earlier_versions w where w.document_id = d.id)`;

/** The fields of a document that its requirement decides. */
const FROM_REQUIREMENT = [
  'criticality',
  'required',
  'applies_to',
  'due_stage',
  'expires',
  'max_age_days',
  'needs_file',
] as const;

/** The rule `lastDayNeeded` of `verdict.ts`, for the room of the statement. */
const LAST_DAY_NEEDED = sql`((room.sts_eta + make_interval(secs => room.expected_duration_hours * 3600))
  at time zone 'UTC' + make_interval(days => room.expiry_margin_days))::date`;

/** Returns a JSON array of the document types that the room asks for. */
export function requirementsSql(scope: SectionScope): JsonSql {
  const columns: Columns<typeof REQUIREMENT_FIELDS> = {
    type_code: sql.ref('t.code'),
    type_name: sql.ref('t.name'),
    category: sql.ref('t.category'),
  };
  return sql`(
  select coalesce(json_agg(${objectSql('q', REQUIREMENT_FIELDS, { columns })}
    order by ${byWord('t.category', DOCUMENT_CATEGORIES)}, ${byWord('q.criticality', CRITICALITIES)}, ${byText('t.name')}, q.id), '[]')
  from requirements q join document_types t on t.id = q.type_id
  where q.room_id = ${scope.roomId}::uuid ${narrowed('q.id', scope)})`;
}

/** Returns a JSON array of the exceptions of the room, oldest first. */
export const exceptionsSql = ({ roomId }: SectionScope): JsonSql => sql`(
  select coalesce(json_agg(${objectSql('e', EXCEPTION_FIELDS)} order by e.decided_at, e.id), '[]')
  from exceptions e where e.room_id = ${roomId}::uuid)`;

/** Returns a JSON array of the facts that approvals of the room are of, by their hash. */
export const approvedFactsSql = ({ roomId }: SectionScope): JsonSql => sql`(
  select coalesce(json_agg(f.content order by f.hash), '[]')
  from approved_facts f where f.room_id = ${roomId}::uuid
    and f.hash in (select facts_hash from approvals a where a.room_id = ${roomId}::uuid))`;

/** Returns a JSON array of the room's documents, each with its effective status today. */
export function documentsSql(scope: SectionScope): JsonSql {
  const columns: Columns<typeof DOCUMENT_FIELDS> = {
    type_code: sql.ref('t.code'),
    type_name: sql.ref('t.name'),
    category: sql.ref('t.category'),
    ...Object.fromEntries(FROM_REQUIREMENT.map((name) => [name, sql.ref(`q.${name}`)])),
    vessel_name: sql.ref('v.name'),
    status: statusOnSql('d', 'q', utcDay(scope.at)),
    valid_until: validUntilSql('d', 'q'),
    days_to_spare: sql`${validUntilSql('d', 'q')} - ${LAST_DAY_NEEDED}`,
    responsible_party: sql.ref('p.name'),
  };
  return sql`(
  select coalesce(json_agg(
    (${objectSql('d', DOCUMENT_FIELDS, { columns, excerpts: scope.excerpts })}::jsonb
      || jsonb_build_object('earlier_versions', ${earlierVersionsSql(scope)}))
    order by ${byWord('t.category', DOCUMENT_CATEGORIES)}, ${byWord('q.criticality', CRITICALITIES)},
      ${byText('t.name')}, ${byText('v.name')} nulls first, d.created_at, d.id), '[]')
  from documents d
  join rooms room on room.id = d.room_id
  join document_types t on t.id = d.type_id
  join requirements q on q.room_id = d.room_id and q.type_id = d.type_id
  left join vessels v on v.id = d.vessel_id
  left join parties p on p.id = d.responsible_party_id
  where d.room_id = ${scope.roomId}::uuid ${narrowed('d.id', scope)})`;
}

/** Returns a JSON array of the room's approvals. */
export function approvalsSql(scope: SectionScope): JsonSql {
  const columns: Columns<typeof APPROVAL_FIELDS> = {
    party_name: sql.ref('p.name'),
    party_role: sql.ref('p.role'),
    vessel_name: sql.ref('v.name'),
  };
  return sql`(
  select coalesce(json_agg(
    (${objectSql('a', APPROVAL_FIELDS, { columns, excerpts: scope.excerpts })}::jsonb || jsonb_build_object('subjects', a.subjects))
    order by ${byWord('p.role', ROOM_ROLES)}, ${byText('p.name')}, ${byText('v.name')} nulls first,
      ${byWord('a.concerns', APPROVAL_CONCERNS)}, a.requested_at, a.id), '[]')
  from approvals a
  join parties p on p.id = a.party_id
  left join vessels v on v.id = a.vessel_id
  where a.room_id = ${scope.roomId}::uuid ${narrowed('a.id', scope)})`;
}

/** Returns a JSON array of the room's activity, complete, oldest first. */
export const activitySql = ({ roomId }: SectionScope): JsonSql => sql`(
  select coalesce(json_agg(${objectSql('h', ACTIVITY_FIELDS)} order by h.at, h.id), '[]')
  from activities h where h.room_id = ${roomId}::uuid)`;

const SECTIONS = {
  parties: partiesSql,
  vessels: vesselsSql,
  requirements: requirementsSql,
  documents: documentsSql,
  approvals: approvalsSql,
};

export type SectionName = keyof SectionItems;

interface SectionItems {
  parties: CurrentParty;
  vessels: CurrentVessel;
  requirements: CurrentRequirement;
  documents: CurrentDocument;
  approvals: CurrentApproval;
}

/** Returns one section of a room, in the form and order of the state. */
export async function readSection<Name extends SectionName>(
  db: Queryable,
  name: Name,
  scope: SectionScope,
): Promise<SectionItems[Name][]> {
  const { roomId, at } = scope;
  const { rows } = await sql<RoomNames & { items: SectionItems[Name][] }>`
    select ${SECTIONS[name](scope)} as items,
      ${vesselsSql({ roomId, at })} as vessels, ${partiesSql({ roomId, at })} as parties`.execute(db);
  const [found] = rows;
  if (!found) return [];
  writeLabels({ [name]: found.items }, found);
  return found.items;
}

/**
 * Returns one item of a room, in the form of the state.
 * @throws AppError `party_not_found`, `vessel_not_found` and so on
 */
export async function readOne<Name extends SectionName>(
  db: Queryable,
  name: Name,
  scope: ItemScope,
): Promise<SectionItems[Name]> {
  const [found] = isId(scope.only) ? await readSection(db, name, scope) : [];
  if (!found) throw itemNotFound(name);
  return found;
}
