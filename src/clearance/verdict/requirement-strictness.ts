import type { CurrentRequirement } from '../vocabulary/room-state.ts';
import { CRITICALITIES, type DocumentSubject, STAGES } from '../vocabulary/room-words.ts';

type Asked = Omit<CurrentRequirement, 'id' | 'type_code' | 'type_name' | 'category'>;

/** Returns whether a requirement asks for less than another one in any respect. */
export function asksForLess(after: Asked, before: Asked): boolean {
  const weights = [after, before].map((asked) => [
    Number(asked.required),
    -CRITICALITIES.indexOf(asked.criticality),
    // What has no stage counts at every stage.
    asked.due_stage === null ? 0 : -STAGES.indexOf(asked.due_stage),
    Number(asked.expires),
    asked.max_age_days === null ? Number.NEGATIVE_INFINITY : -asked.max_age_days,
    Number(asked.needs_file),
  ]) as [number[], number[]];
  const [now, then] = weights;
  return (
    now.some((weight, index) => weight < (then[index] as number)) ||
    reachesLess(after.applies_to, before.applies_to)
  );
}

/** Returns whether a subject does not include another one. */
const reachesLess = (after: DocumentSubject, before: DocumentSubject): boolean =>
  after !== before && after !== 'each_ship';
