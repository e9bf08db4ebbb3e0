import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { changedFields, nameFields } from '../changes/changed-fields.ts';
import { recordException } from '../changes/exceptions.ts';
import { changeRoom } from '../changes/room-change.ts';
import { deleteItem, findItem, updateItem } from '../state/room-item-store.ts';
import { readOne, readSection, type SectionScope } from '../state/room-section-store.ts';
import { counts } from '../verdict/document-findings.ts';
import { DOCUMENT_RULES } from '../verdict/document-rules.ts';
import { asksForLess } from '../verdict/requirement-strictness.ts';
import { REQUIREMENT_FIELDS } from '../vocabulary/requirement-fields.ts';
import type { CurrentDocument, CurrentRequirement } from '../vocabulary/room-state.ts';
import type { Stage } from '../vocabulary/room-words.ts';
import type { RequirementInput } from './default-document-types.ts';
import { excuseRelease } from './document-exceptions.ts';
import { lockDocumentTypeShared } from './document-type-store.ts';
import { findRequirementOfType, listDocumentsOfRequirement, requireType } from './requirement-store.ts';

/**
 * Asks for a type of document, and lists a missing one for each of its subjects that has none.
 * @throws AppError `unknown_document_type`, `requirement_exists`
 */
export async function addRequirement(
  tx: Transaction,
  actor: RoomActor,
  typeCode: string,
  at: Date,
): Promise<CurrentRequirement> {
  const { roomId } = actor;
  return changeRoom(tx, actor, at, async () => {
    const type = await lockDocumentTypeShared(tx, typeCode);
    if (!type) throw unknownType(typeCode);
    if (await findRequirementOfType(tx, roomId, type.id)) throw requirementExists(type.name);
    await requireType(tx, roomId, type.id, at);
    const id = (await findRequirementOfType(tx, roomId, type.id)) as string;
    await listDocumentsOfRequirement(tx, id, at);
    const requirement = await readOne(tx, 'requirements', { roomId, at, only: id });
    return {
      answer: () => requirement,
      done: {
        action: 'requirement_added',
        summary: `Asked for: ${type.name}.`,
        detail: { requirement_id: id, type_code: typeCode },
      },
    };
  });
}

/** @throws AppError `requirement_not_found`, `reason_required` */
export async function editRequirement(
  tx: Transaction,
  actor: RoomActor,
  {
    requirementId,
    reason,
    ...patch
  }: { requirementId: string; reason?: string | undefined } & Partial<RequirementInput>,
  at: Date,
): Promise<CurrentRequirement> {
  const { roomId } = actor;
  return changeRoom(tx, actor, at, async (room) => {
    const before = await readOne(tx, 'requirements', { roomId, at, only: requirementId });
    const { changes, names, detail } = changedFields(before, patch);
    const answer = () => readOne(tx, 'requirements', { roomId, at, only: requirementId });
    if (names.length === 0) return { answer };
    const released = await listReleased(tx, { roomId, at }, before);
    const what = `${before.type_name}: ${nameFields(names, REQUIREMENT_FIELDS)} changed`;
    if (asksForLess({ ...before, ...changes }, before)) {
      const subject = `${what}, so that less is asked for`;
      await recordException(
        tx,
        actor,
        { kind: 'requirement_reduced', stage: room.stage as Stage, subject, reason },
        at,
      );
    }
    await updateItem(tx, 'requirements', requirementId, changes);
    await listDocumentsOfRequirement(tx, requirementId, at);
    for (const document of released) {
      const raised = { ...document, ...changes };
      await excuseRelease(tx, actor, { room, before: document, document: raised, reason }, at);
    }
    return {
      answer,
      done: {
        action: 'requirement_updated',
        summary: `Requirement ${what}.`,
        detail: { requirement_id: requirementId, ...detail },
      },
    };
  });
}

/**
 * Asks no longer for a type of document, and removes its documents from the list. A type that counts needs a reason.
 * @throws AppError `requirement_not_found`, `reason_required`
 */
export async function removeRequirement(
  tx: Transaction,
  actor: RoomActor,
  { requirementId, reason }: { requirementId: string; reason?: string | undefined },
  at: Date,
): Promise<void> {
  const { roomId } = actor;
  await changeRoom(tx, actor, at, async (room) => {
    await findItem(tx, 'requirements', roomId, requirementId);
    const requirement = await readOne(tx, 'requirements', { roomId, at, only: requirementId });
    const { type_code, type_name } = requirement;
    const documents = await listDocuments(tx, { roomId, at }, requirement);
    if (counts(requirement) || documents.some(counts)) {
      const subject = `${type_name} is no longer asked for`;
      await recordException(
        tx,
        actor,
        { kind: 'requirement_removed', stage: room.stage as Stage, subject, reason },
        at,
      );
    }
    await deleteItem(tx, 'requirements', requirementId);
    return {
      answer: () => undefined,
      done: {
        action: 'requirement_removed',
        summary: `No longer asked for: ${type_name}.`,
        detail: { requirement_id: requirementId, type_code, documents: documents.length },
      },
    };
  });
}

type Asking = Pick<CurrentRequirement, 'type_code'>;
type RoomScope = SectionScope & { roomId: string };

/** Returns the documents that a requirement asks for. */
async function listDocuments(
  tx: Transaction,
  scope: RoomScope,
  { type_code }: Asking,
): Promise<CurrentDocument[]> {
  return (await readSection(tx, 'documents', scope)).filter((document) => document.type_code === type_code);
}

/** Returns the ones among them that are not asked for any more. */
async function listReleased(
  tx: Transaction,
  scope: RoomScope,
  requirement: Asking,
): Promise<CurrentDocument[]> {
  const documents = await listDocuments(tx, scope, requirement);
  return documents.filter(({ status }) => DOCUMENT_RULES[status].isReleased);
}

export const unknownType = (code: string): AppError =>
  new AppError('invalid', 'unknown_document_type', `There is no document type '${code}'.`);

const requirementExists = (name: string): AppError =>
  new AppError('conflict', 'requirement_exists', `This room asks for ${name} already.`);
