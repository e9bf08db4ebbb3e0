import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { isExcused, recordException } from '../changes/exceptions.ts';
import { counts } from '../verdict/document-findings.ts';
import { DOCUMENT_RULES } from '../verdict/document-rules.ts';
import { needsReason } from '../verdict/exception-findings.ts';
import { documentName } from '../vocabulary/document-name.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import type { CurrentDocument } from '../vocabulary/room-state.ts';
import type { Stage } from '../vocabulary/room-words.ts';

interface Excused {
  room: { stage: string };
  document: CurrentDocument;
  reason: string | undefined;
}

/**
 * Records the reason for which the clearance does not ask for a document that counts: it was released, or it was
 * released before and comes to count.
 * @param before the document before the change. A new document has none.
 */
export async function excuseRelease(
  tx: Transaction,
  actor: RoomActor,
  { room, document, before, reason }: Excused & { before?: CurrentDocument },
  at: Date,
): Promise<void> {
  const { id: documentId, status } = document;
  if (!needsReason(document)) return;
  if (before && needsReason(before) && before.status === status) return;
  const subject = `${documentName(document)} is ${plainWord(status)}`;
  const released = {
    kind: 'document_released',
    stage: room.stage as Stage,
    subject,
    reason,
    documentId,
  } as const;
  await recordException(tx, actor, released, at);
}

/** Records the reason for which a document that counted no longer does. */
export async function excuseReduction(
  tx: Transaction,
  actor: RoomActor,
  { room, before, document, reason }: Excused & { before: CurrentDocument },
  at: Date,
): Promise<void> {
  if (!counts(before) || counts(document)) return;
  const subject = `${documentName(document)} is no longer on the critical path`;
  await recordException(
    tx,
    actor,
    { kind: 'requirement_reduced', stage: room.stage as Stage, subject, reason },
    at,
  );
}

/** Records the reason for which a document that counts is no longer listed. */
export async function excuseRemoval(
  tx: Transaction,
  actor: RoomActor,
  { room, document, reason }: Excused,
  at: Date,
): Promise<void> {
  const { id, status } = document;
  if (!counts(document)) return;
  if (DOCUMENT_RULES[status].isReleased && (!needsReason(document) || (await isExcused(tx, id)))) return;
  const subject = `${documentName(document)} was removed from the list`;
  await recordException(
    tx,
    actor,
    { kind: 'document_removed', stage: room.stage as Stage, subject, reason },
    at,
  );
}
