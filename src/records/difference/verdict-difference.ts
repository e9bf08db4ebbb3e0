import type { Verdict, VerdictReason } from '../../clearance/vocabulary/room-state.ts';
import { outcomeLabel } from '../wording/vocabulary.ts';
import type { VerdictDifference } from './difference.ts';

/**
 * Compares the outcomes, and the reasons that were added and removed. A reason stays the same if only its text changes.
 */
export function compareVerdicts(before: Verdict, after: Verdict): VerdictDifference {
  const said = ({ outcome }: Verdict): string => outcomeLabel(outcome).word.toLowerCase();
  return {
    from: before.outcome,
    to: after.outcome,
    text: before.outcome === after.outcome ? null : `Verdict: ${said(before)} → ${said(after)}`,
    reasons_came: reasonsOnlyIn(after, before),
    reasons_went: reasonsOnlyIn(before, after),
  };
}

function reasonsOnlyIn({ reasons }: Verdict, other: Verdict): VerdictReason[] {
  const known = new Set(other.reasons.map(identityOf));
  return reasons.filter((reason) => !known.has(identityOf(reason)));
}

const identityOf = ({ blocking, code, document_id, approval_id, subject, text }: VerdictReason): string =>
  JSON.stringify([blocking, code, document_id ?? approval_id ?? [subject, text]]);
