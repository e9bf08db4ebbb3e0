import { type Selectable, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { refuseSecond } from '../../platform/db/database-error.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { DEFAULT_TEMPLATES } from './default-templates.ts';
import type { Template } from './template.ts';

const fromRow = (row: Selectable<Schema['templates']>): Template => row as unknown as Template;
const toRow = ({ requirements, ...facts }: Template) => ({
  ...facts,
  requirements: JSON.stringify(requirements),
});

/** Adds the default templates to a database that has none. It is safe to run at every start. */
export async function ensureTemplates(tx: Transaction): Promise<void> {
  const found = await tx.selectFrom('templates').select('code').limit(1).executeTakeFirst();
  if (found) return;
  const rows = DEFAULT_TEMPLATES.map(toRow);
  await tx
    .insertInto('templates')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Returns all templates, ordered by name. */
export async function listTemplates(db: Queryable): Promise<Template[]> {
  const rows = await db.selectFrom('templates').selectAll().orderBy(sql`name collate "C"`).execute();
  return rows.map(fromRow);
}

export async function findTemplate(db: Queryable, code: string): Promise<Template | undefined> {
  const row = await db.selectFrom('templates').selectAll().where('code', '=', code).executeTakeFirst();
  return row && fromRow(row);
}

/** @throws AppError `template_exists` */
export async function insertTemplate(tx: Transaction, template: Template): Promise<void> {
  await refuseSecond(
    tx.insertInto('templates').values(toRow(template)).execute(),
    'template_exists',
    `There is a template '${template.code}' already.`,
  );
}

export const updateTemplate = (tx: Transaction, template: Template): Promise<unknown> =>
  tx.updateTable('templates').set(toRow(template)).where('code', '=', template.code).execute();

export const deleteTemplate = (tx: Transaction, code: string): Promise<unknown> =>
  tx.deleteFrom('templates').where('code', '=', code).execute();

/** Returns the codes among the given ones that no document type has. */
export async function unknownTypes(db: Queryable, codes: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('document_types')
    .select('code')
    .where('code', 'in', [...codes, ''])
    .execute();
  const known = new Set(rows.map(({ code }) => code));
  return codes.filter((code) => !known.has(code));
}

/** Adds the requirements of a template to a new room. */
export async function requireTemplate(
  tx: Transaction,
  roomId: string,
  { requirements }: Template,
  at: Date,
): Promise<void> {
  await sql`
    insert into requirements (id, room_id, type_id, required, criticality, applies_to, due_stage, expires,
      max_age_days, needs_file, created_at)
    select gen_random_uuid(), ${roomId}::uuid, t.id, q.required, q.criticality, q.applies_to, q.due_stage, q.expires,
      q.max_age_days, q.needs_file, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(requirements)}::jsonb) as q (type_code text, required boolean,
      criticality text, applies_to text, due_stage text, expires boolean, max_age_days integer, needs_file boolean)
    join document_types t on t.code = q.type_code`.execute(tx);
}
