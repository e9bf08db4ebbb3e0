import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { isReadable } from '../../platform/kernel/name-text.ts';
import type { ExceptionKind, Stage } from '../vocabulary/room-words.ts';

interface NewException {
  kind: ExceptionKind;
  /** The stage that the room was in, or was to enter. */
  stage: Stage;
  /** What was decided, as the beginning of a sentence. */
  subject: string;
  /** The reason, as the user stated it. */
  reason: string | undefined;
  documentId?: string;
}

/**
 * Records a decision that takes the place of evidence. It stands in every later record of the room.
 * @throws AppError `reason_required`
 */
export async function recordException(
  tx: Transaction,
  { roomId, email, name }: RoomActor,
  { kind, stage, subject, reason, documentId }: NewException,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('exceptions')
    .values({
      ...{ id: newId(), room_id: roomId, kind, stage, subject, reason: requireReason(subject, reason) },
      ...{ document_id: documentId ?? null, decided_by: email, decided_by_name: name, decided_at: at },
    })
    .execute();
}

/** Returns whether the reason for the release of a document is recorded. */
export async function isExcused(tx: Transaction, documentId: string): Promise<boolean> {
  const query = tx.selectFrom('exceptions').select('id').where('document_id', '=', documentId);
  return (await query.limit(1).executeTakeFirst()) !== undefined;
}

/**
 * Returns a reason without the spaces around it.
 * @param subject what was decided, as the beginning of a sentence
 * @throws AppError `reason_required` if there is nothing to read in it
 */
export function requireReason(subject: string, reason: string | undefined): string {
  if (reason !== undefined && isReadable(reason)) return reason.trim();
  const text = `${subject}: this needs a reason, because the clearance asked for it. It stands in every later record of the room.`;
  throw new AppError('invalid', 'reason_required', text);
}
