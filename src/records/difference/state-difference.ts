import { hasCommercialTerms } from '../../clearance/vocabulary/commercial-terms.ts';
import type { ActivityState } from '../../clearance/vocabulary/room-state.ts';
import { APPROVAL } from './approval-kind.ts';
import { compareItems } from './compare-items.ts';
import type {
  ActivityDifference,
  Change,
  ComparableState,
  NotCompared,
  StateDifference,
} from './difference.ts';
import { DOCUMENT } from './document-kind.ts';
import { compareDocumentTypes } from './document-type-difference.ts';
import { capitalised } from './field.ts';
import { compareOperation } from './operation-difference.ts';
import { PARTY } from './party-kind.ts';
import { compareVerdicts } from './verdict-difference.ts';
import { VESSEL } from './vessel-kind.ts';

/**
 * Compares two states of one room, in linear time. Items are matched by id: a renamed item stays the same item. Derived
 * values are not reported again: a new ETA is one change, and not also a change of the remaining days of each document.
 */
export function compareStates(before: ComparableState, after: ComparableState): StateDifference {
  const lists = {
    operation: compareOperation(before.room, after.room),
    vessels: compareItems(VESSEL, before.vessels, after.vessels),
    parties: compareItems(PARTY, before.parties, after.parties),
    document_types: ifBoth(before.documents, after.documents, compareDocumentTypes),
    documents: ifBoth(before.documents, after.documents, (...both) => compareItems(DOCUMENT, ...both)),
    approvals: ifBoth(before.approvals, after.approvals, (...both) => compareItems(APPROVAL, ...both)),
  };
  const verdict = compareVerdicts(before.verdict, after.verdict);
  const activity = ifBoth(before.activity, after.activity, compareActivity);
  const changes = Object.values(lists).flatMap((list) => list ?? []);
  return {
    equal:
      changes.length === 0 &&
      verdict.text === null &&
      verdict.reasons_came.length + verdict.reasons_went.length === 0 &&
      (activity?.count ?? 0) + (activity?.removed_count ?? 0) === 0,
    counts: countKinds(changes),
    verdict,
    ...lists,
    activity,
    not_compared: notCompared(before, after),
  };
}

/** Returns null if one of the states lacks the section. */
const ifBoth = <Items, Result>(
  before: Items | undefined,
  after: Items | undefined,
  compare: (before: Items, after: Items) => Result,
): Result | null => (before === undefined || after === undefined ? null : compare(before, after));

function countKinds(changes: readonly Change[]): StateDifference['counts'] {
  const counts = { added: 0, removed: 0, changed: 0 };
  for (const { kind } of changes) counts[kind]++;
  return counts;
}

function compareActivity(before: ActivityState[], after: ActivityState[]): ActivityDifference {
  const onlyIn = (entries: ActivityState[], others: ActivityState[]): ActivityState[] => {
    const known = new Set(others.map(({ id }) => id));
    return entries.filter(({ id }) => !known.has(id));
  };
  const entries = onlyIn(after, before);
  return { count: entries.length, removed_count: onlyIn(before, after).length, entries };
}

const MISSING = {
  before: 'the first of the two snapshots does not include them',
  after: 'the second of the two snapshots does not include them',
  both: 'neither snapshot includes them',
};

/** What a snapshot can leave out, and its name in a sentence. */
const SECTIONS: [NotCompared['section'], string][] = [
  ['commercial', 'commercial terms'],
  ['documents', 'documents'],
  ['approvals', 'approvals'],
  ['activity', 'activity entries'],
];

const includes = (state: ComparableState, section: NotCompared['section']): boolean =>
  section === 'commercial' ? hasCommercialTerms(state.room) : state[section] !== undefined;

function notCompared(before: ComparableState, after: ComparableState): NotCompared[] {
  return SECTIONS.flatMap(([section, name]) => {
    const inBefore = includes(before, section);
    const inAfter = includes(after, section);
    if (inBefore && inAfter) return [];
    const missing_in = inBefore ? 'after' : inAfter ? 'before' : 'both';
    const text = `${capitalised(name)} are not compared: ${MISSING[missing_in]}`;
    return { section, missing_in, text };
  });
}
