import { documentName } from '../vocabulary/document-name.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import type { CurrentDocument, ExceptionState } from '../vocabulary/room-state.ts';
import { counts } from './document-findings.ts';
import { DOCUMENT_RULES } from './document-rules.ts';
import { type Finding, finding } from './finding.ts';

/**
 * Returns the findings on what was decided without evidence. They never block, and never go away: only the release of a
 * document does, once the document is asked for again.
 */
export const judgeExceptions = (
  exceptions: readonly ExceptionState[],
  documents: readonly CurrentDocument[],
): Finding[] => [
  ...judgeStated(exceptions, documents),
  ...documents
    .filter(
      (document) =>
        needsReason(document) && !exceptions.some(({ document_id }) => document_id === document.id),
    )
    .map(judgeWithoutReason),
];

/**
 * Returns whether a document needs a reason for which the clearance does not ask for it. One of a vessel that is no
 * longer in the room needs none.
 */
export function needsReason(document: CurrentDocument): boolean {
  const { status, applies_to, vessel_id } = document;
  const isLeftBehind = status === 'superseded' && applies_to !== 'operation' && vessel_id === null;
  return counts(document) && DOCUMENT_RULES[status].isReleased && !isLeftBehind;
}

/** Rooms of before 0.3.0 released documents without a reason. */
function judgeWithoutReason(document: CurrentDocument): Finding {
  const subject = documentName(document);
  const text = `${subject} is ${plainWord(document.status)}, and no reason is stated.`;
  return { ...finding({ code: 'exception', blocking: false, subject, text }), document_id: document.id };
}

const judgeStated = (
  exceptions: readonly ExceptionState[],
  documents: readonly CurrentDocument[],
): Finding[] =>
  exceptions
    .filter(({ kind, document_id }) => {
      if (kind !== 'document_released') return true;
      const document = documents.find(({ id }) => id === document_id);
      return document === undefined || DOCUMENT_RULES[document.status].isReleased;
    })
    .map(({ subject, reason, decided_by_name, decided_at, document_id }) => ({
      ...finding({
        code: 'exception',
        blocking: false,
        subject,
        text: `${subject}, decided by ${decided_by_name} on ${decided_at.slice(0, 10)}: ${reason}`,
      }),
      document_id,
    }));
