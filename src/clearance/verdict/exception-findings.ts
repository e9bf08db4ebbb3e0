import type { CurrentDocument, ExceptionState } from '../vocabulary/room-state.ts';
import { DOCUMENT_RULES } from './document-rules.ts';
import { type Finding, finding } from './finding.ts';

/**
 * Returns the findings on what was decided without evidence. They never block, and never go away: only the release of a
 * document does, once the document is asked for again.
 */
export const judgeExceptions = (
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
