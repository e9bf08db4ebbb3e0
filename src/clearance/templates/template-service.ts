import type { Actor } from '../../people/permissions/actor.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import type { Template } from './template.ts';
import {
  deleteTemplate,
  findTemplate,
  insertTemplate,
  unknownTypes,
  updateTemplate,
} from './template-store.ts';

/** @throws AppError `template_not_found` */
export async function viewTemplate(db: Queryable, code: string): Promise<Template> {
  const template = await findTemplate(db, code);
  if (!template) throw new AppError('not_found', 'template_not_found', 'Template not found');
  return template;
}

/** @throws AppError `template_exists`, `unknown_document_type`, `repeated_document_type` */
export async function addTemplate(
  tx: Transaction,
  { email }: Actor,
  template: Template,
  at: Date,
): Promise<Template> {
  await requireTypes(tx, template);
  await insertTemplate(tx, template);
  const { code, name } = template;
  await appendAudit(tx, {
    at,
    actor: email,
    action: 'template_created',
    roomId: null,
    detail: { code, name },
  });
  return template;
}

/**
 * Changes a template. Rooms that were opened from it keep what they ask for.
 * @throws AppError `template_not_found`, `unknown_document_type`, `repeated_document_type`
 */
export async function editTemplate(
  tx: Transaction,
  { email }: Actor,
  { code, ...patch }: { code: string } & Partial<Omit<Template, 'code'>>,
  at: Date,
): Promise<Template> {
  const before = await viewTemplate(tx, code);
  const template: Template = { ...before, ...patch };
  await requireTypes(tx, template);
  await updateTemplate(tx, template);
  const detail = { code, name: template.name, fields: Object.keys(patch) };
  await appendAudit(tx, { at, actor: email, action: 'template_updated', roomId: null, detail });
  return template;
}

/** @throws AppError `template_not_found` */
export async function removeTemplate(
  tx: Transaction,
  { email }: Actor,
  code: string,
  at: Date,
): Promise<void> {
  const { name } = await viewTemplate(tx, code);
  await deleteTemplate(tx, code);
  await appendAudit(tx, {
    at,
    actor: email,
    action: 'template_deleted',
    roomId: null,
    detail: { code, name },
  });
}

async function requireTypes(tx: Transaction, { requirements }: Template): Promise<void> {
  const codes = requirements.map(({ type_code }) => type_code);
  const [repeated] = codes.filter((code, index) => codes.indexOf(code) !== index);
  if (repeated !== undefined) {
    throw new AppError('invalid', 'repeated_document_type', `The template names '${repeated}' twice.`);
  }
  const [unknown] = await unknownTypes(tx, codes);
  if (unknown !== undefined) {
    throw new AppError('invalid', 'unknown_document_type', `There is no document type '${unknown}'.`);
  }
}
