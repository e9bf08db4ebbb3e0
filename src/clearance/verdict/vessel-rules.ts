import { imoDigits, imoDoubt, imoKey } from '../vocabulary/imo-number.ts';
import { labelOf } from '../vocabulary/label.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import type { VesselState } from '../vocabulary/room-state.ts';
import { BROKER, type Finding, finding, type Remedy } from './finding.ts';

/**
 * Applies the rules about the vessels of a room. An operation needs two vessels, and a vessel is its IMO number:
 *
 * - fewer than two vessels, two with one number, or two in one part of the operation or of the manoeuvre: these block;
 * - a number that is not plausible, or parts that are not stated: subjects.
 */
export const judgeVessels = (vessels: readonly VesselState[]): Finding[] => [
  ...findTooFew(vessels),
  ...findSameNumbers(vessels),
  ...findSameParts(vessels, 'operation_role'),
  ...findSameParts(vessels, 'manoeuvring_role'),
  ...vessels.flatMap(findDoubtfulNumber),
  ...findUnstatedParts(vessels),
];

const ALL_VESSELS = 'Vessels';
const TO_NAME: Remedy = { action: 'name_vessels', acts: BROKER };
const TO_CORRECT: Remedy = { action: 'correct_vessel', acts: BROKER };

function findTooFew({ length }: readonly VesselState[]): Finding[] {
  if (length >= 2) return [];
  const text = length === 0 ? 'No vessel is named.' : 'Only one of the two vessels is named.';
  return [
    finding({ code: 'vessels_incomplete', blocking: true, subject: ALL_VESSELS, text, remedy: TO_NAME }),
  ];
}

/** Names do not count, because a vessel can change its name. A text that is no number is compared in the same way. */
function findSameNumbers(vessels: readonly VesselState[]): Finding[] {
  const groups = [...Map.groupBy(vessels, ({ imo }) => imoKey(imo)).values()];
  return groups
    .filter(({ length }) => length > 1)
    .map((group) => {
      const [first] = group as [VesselState];
      const number = imoDigits(first.imo) ?? first.imo;
      const text = `${namesOf(group)} have one IMO number, ${number}: they are one vessel. Correct a number, or remove a vessel.`;
      const subject = `IMO ${number}`;
      return finding({ code: 'vessels_same_number', blocking: true, subject, text, remedy: TO_CORRECT });
    });
}

function findSameParts(
  vessels: readonly VesselState[],
  role: 'operation_role' | 'manoeuvring_role',
): Finding[] {
  const stated = vessels.flatMap((vessel) => {
    const part = vessel[role];
    return part ? [{ vessel, part }] : [];
  });
  return [...Map.groupBy(stated, ({ part }) => part)]
    .filter(([, { length }]) => length > 1)
    .map(([part, group]) => {
      const names = namesOf(group.map(({ vessel }) => vessel));
      const text = `${names} are stated as the ${plainWord(part)} vessel. An operation has one: open a room for each pair of vessels.`;
      return finding({
        ...{ code: 'vessels_same_part', blocking: true, subject: ALL_VESSELS, text, remedy: TO_CORRECT },
      });
    });
}

function findDoubtfulNumber(vessel: VesselState): Finding[] {
  const doubt = imoDoubt(vessel.imo);
  if (doubt === undefined) return [];
  const subject = labelOf(vessel);
  const text = `${subject}: ${doubt.text}`;
  return [finding({ code: 'vessel_number_doubtful', blocking: false, subject, text, remedy: TO_CORRECT })];
}

function findUnstatedParts(vessels: readonly VesselState[]): Finding[] {
  const parts = new Set(vessels.map(({ operation_role }) => operation_role));
  const areBothNamed = parts.has('discharging') && parts.has('receiving');
  if (vessels.length < 2 || (areBothNamed && !parts.has(null))) return [];
  const others = vessels.filter(({ operation_role }) => operation_role === null);
  const text = areBothNamed
    ? `${namesOf(others)}: the part in the operation is not stated. An operation has two vessels.`
    : 'Which vessel discharges and which one receives is not stated.';
  return [
    finding({ code: 'vessels_incomplete', blocking: false, subject: ALL_VESSELS, text, remedy: TO_CORRECT }),
  ];
}

const namesOf = (vessels: readonly VesselState[]): string =>
  new Intl.ListFormat('en').format(vessels.map(labelOf).toSorted());
