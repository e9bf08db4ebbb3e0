import type { ComparedFact, Compatibility } from '../vocabulary/compatibility.ts';
import { BROKER, type Finding, finding, type Remedy } from './finding.ts';

const SUBJECT = 'Vessels';
const TO_STATE: Remedy = { action: 'state_dimensions', acts: BROKER };

/**
 * Returns the findings on two ships side by side. A fact outside its limit blocks, or is a subject while the limit
 * is to be confirmed. Facts that nobody stated are a subject where the room asks for the compatibility apart, and no finding elsewhere.
 */
export function judgeCompatibility(
  { vessels, facts }: Compatibility,
  { isAsked }: { isAsked: boolean },
): Finding[] {
  const outside = facts.filter(({ judgement }) => judgement === 'outside_limit');
  const unstated = facts.filter(({ judgement }) => judgement === 'not_stated');
  const found = outside.map((fact) => incompatible(fact, vessels));
  return isAsked && unstated.length > 0 ? [...found, notStated(unstated)] : found;
}

function incompatible(
  { label, unit, values, limit, is_blocking }: ComparedFact,
  vessels: Compatibility['vessels'],
): Finding {
  const stated = vessels.map((vessel, n) => {
    const value = values[n] ?? null;
    const amount = value === null ? 'not stated' : `${value} ${unit ?? ''}`.trimEnd();
    return `${vessel.label} ${amount}`;
  });
  const text = `${label}: ${stated.join(' and ')}. The limit is ${limit}.`;
  return finding({
    ...{ code: 'vessels_incompatible', blocking: is_blocking, subject: SUBJECT, text, remedy: TO_STATE },
  });
}

function notStated(facts: readonly ComparedFact[]): Finding {
  const names = facts.map(({ label }) => label.charAt(0).toLowerCase() + label.slice(1));
  const text = `The compatibility of the vessels cannot be judged in full. Not stated: ${names.join('; ')}.`;
  return finding({
    ...{ code: 'vessels_not_compared', blocking: false, subject: SUBJECT, text, remedy: TO_STATE },
  });
}
