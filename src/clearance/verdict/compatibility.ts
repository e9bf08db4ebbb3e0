import type { ComparedFact, Compatibility, Judgement } from '../vocabulary/compatibility.ts';
import type { Field } from '../vocabulary/field.ts';
import { imoKey } from '../vocabulary/imo-number.ts';
import { labelOf } from '../vocabulary/label.ts';
import type { VesselState } from '../vocabulary/room-state.ts';
import { VESSEL_FIELDS } from '../vocabulary/vessel-fields.ts';
import {
  COMPARISON,
  type ComparisonFact,
  type Criterion,
  type MeasureName,
} from './compatibility-criteria.ts';

/** Two ships that come alongside, the discharging one first. */
type Pair = readonly [VesselState, VesselState];

/**
 * Compares the two ships of an operation by the facts and limits of `compatibility-criteria.ts`.
 *
 * A fact is outside its limit as soon as the stated values say so, and no further value changes that. It is within its
 * limit only if no further value could change that. In between it is not stated.
 * @param vessels the vessels of the room, in any order
 */
export function compareVessels(vessels: readonly VesselState[]): Compatibility {
  const pair = pairOf(vessels);
  if (pair === undefined) return { vessels: [], facts: [] };
  return {
    vessels: pair.map((vessel) => ({ id: vessel.id, label: labelOf(vessel) })),
    facts: COMPARISON.map((fact) => compareFact(fact, pair)),
  };
}

const RANK = { discharging: 0, unstated: 1, receiving: 2 } as const;

/** Of more than two vessels, only their stated parts tell which ones come alongside. */
function pairOf(vessels: readonly VesselState[]): Pair | undefined {
  const rank = ({ operation_role }: VesselState): number => RANK[operation_role ?? 'unstated'];
  const candidates =
    vessels.length === 2 ? vessels : vessels.filter(({ operation_role }) => operation_role !== null);
  const ordered = candidates.toSorted(
    (a, b) => rank(a) - rank(b) || (imoKey(a.imo) < imoKey(b.imo) ? -1 : 1),
  );
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  return vessels.length === 2 || rank(first) !== rank(last) ? [first, last] : undefined;
}

function compareFact({ fact, label, fields, criterion }: ComparisonFact, pair: Pair): ComparedFact {
  const values: ComparedFact['values'] = [measureOf(pair[0], fields[0]), measureOf(pair[1], fields[1])];
  const [one, other] = values;
  const unit = (VESSEL_FIELDS[fields[0]] as Field).unit ?? null;
  return {
    ...{ fact, label, unit, values },
    // A subtraction adds digits that nobody stated: 243.8 - 183.1 is 60.70000000000002.
    difference: one === null || other === null ? null : exact(Math.abs(one - other)),
    judgement: criterion === undefined ? 'not_judged' : judge(criterion, values, pair),
    limit: criterion === undefined ? null : limitText(criterion, unit, pair),
    source: criterion === undefined ? null : sourceText(criterion),
    is_blocking: criterion?.isConfirmed ?? false,
  };
}

const sourceText = ({ source, isConfirmed }: Criterion): string => (isConfirmed ? source : `${source} (?)`);

const measureOf = (vessel: VesselState, name: MeasureName): number | null => vessel[name] ?? null;
const exact = (value: number): number => Number(value.toPrecision(12));

/** Whether a value is good enough; undefined if it is not stated. */
type Answer = boolean | undefined;

const atLeast = (value: number | null, least: number | null): Answer =>
  value === null || least === null ? undefined : value >= least;

/** The return type makes the cases exhaustive: a new kind of rule does not compile without a case. */
function judge({ rule }: Criterion, values: ComparedFact['values'], pair: Pair): Judgement {
  const [one, other] = values;
  switch (rule.kind) {
    case 'apart':
      return every([one === null || other === null ? undefined : exact(Math.abs(one - other)) <= rule.most]);
    case 'each':
      return every(values.map((value) => atLeast(value, rule.least)));
    case 'either':
      return some(values.map((value) => atLeast(value, rule.least)));
    case 'share_of_length': {
      const least = shareOfLength(rule.least, pair);
      return every(values.map((value) => atLeast(value, least)));
    }
    case 'holds_lines':
      return every([
        atLeast(one, measureOf(pair[1], 'mooring_line_mbl_t')),
        atLeast(other, measureOf(pair[0], 'mooring_line_mbl_t')),
      ]);
  }
}

function every(answers: readonly Answer[]): Judgement {
  if (answers.includes(false)) return 'outside_limit';
  return answers.includes(undefined) ? 'not_stated' : 'within_limit';
}

function some(answers: readonly Answer[]): Judgement {
  if (answers.includes(true)) return 'within_limit';
  return answers.includes(undefined) ? 'not_stated' : 'outside_limit';
}

function shareOfLength(share: number, pair: Pair): number | null {
  const [one, other] = pair.map((vessel) => measureOf(vessel, 'length'));
  return typeof one === 'number' && typeof other === 'number' ? exact(share * Math.min(one, other)) : null;
}

function limitText({ rule }: Criterion, unit: string | null, pair: Pair): string {
  const amount = (value: number): string => (unit === null ? String(value) : `${value} ${unit}`);
  switch (rule.kind) {
    case 'apart':
      return `at most ${amount(rule.most)} apart`;
    case 'each':
      return `at least ${amount(rule.least)} on each vessel`;
    case 'either':
      return `at least ${amount(rule.least)} on one vessel`;
    case 'share_of_length': {
      const least = shareOfLength(rule.least, pair);
      const share = `${rule.least * 100}% of the shorter length`;
      return least === null ? `at least ${share}` : `at least ${amount(least)}: ${share}`;
    }
    case 'holds_lines':
      return 'at least the MBL of the other vessel’s lines';
  }
}
