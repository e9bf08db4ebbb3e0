import type { Verdict, VerdictReason } from '../../clearance/vocabulary/room-state.ts';
import { verdictLabel } from '../wording/vocabulary.ts';
import type { VerdictDifference } from './difference.ts';

/**
 * Compares the outcomes, and the reasons that were added and removed. A reason stays the same if only its text changes.
 */
export function compareVerdicts(before: Verdict, after: Verdict): VerdictDifference {
  return {
    from: before.outcome,
    to: after.outcome,
    from_stage: before.stage ?? null,
    to_stage: after.stage ?? null,
    text: changeText(before, after),
    reasons_came: reasonsOnlyIn(after, before),
    reasons_went: reasonsOnlyIn(before, after),
  };
}

/** Says how the verdict changed, and whether both follow the same rules. */
function changeText(before: Verdict, after: Verdict): string | null {
  const [was, is] = [before, after].map((verdict) => verdictLabel(verdict).word.toLowerCase());
  const [old, present] = [before, after].map(rulesOf);
  const change = was === is ? [] : [`Verdict: ${was} → ${is}`];
  const rules = old === present ? [] : [`The verdicts follow different rules: ${old} → ${present}`];
  return [...change, ...rules].join('. ') || null;
}

const rulesOf = ({ rule_set }: Verdict): string =>
  rule_set === undefined ? 'those of before 0.3.0' : `${rule_set.name} ${rule_set.version}`;

function reasonsOnlyIn({ reasons }: Verdict, other: Verdict): VerdictReason[] {
  const known = new Set(other.reasons.map(identityOf));
  return reasons.filter((reason) => !known.has(identityOf(reason)));
}

const identityOf = ({ blocking, code, document_id, approval_id, subject, text }: VerdictReason): string =>
  JSON.stringify([blocking, code, document_id ?? approval_id ?? [subject, text]]);
