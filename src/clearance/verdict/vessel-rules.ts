import { imoDigits, imoDoubt, imoKey } from '../vocabulary/imo-number.ts';
import { labelOf } from '../vocabulary/label.ts';
import type { VerdictReason, VesselState } from '../vocabulary/room-state.ts';

/** What the rules about vessels find. The codes are those of the verdict. */
export interface VesselFinding {
  code: Extract<VerdictReason['code'], `vessel${string}`>;
  blocking: boolean;
  subject: string;
  text: string;
}

/**
 * Applies the rules about the vessels of a room. An operation needs two vessels, and a vessel is its IMO number:
 *
 * - fewer than two vessels, two with one number, or two in one part of the operation: these block;
 * - a number that is not plausible, or parts that are not stated: subjects.
 */
export const judgeVessels = (vessels: readonly VesselState[]): VesselFinding[] => [
  ...findTooFew(vessels),
  ...findSameNumbers(vessels),
  ...findSameParts(vessels),
  ...vessels.flatMap(findDoubtfulNumber),
  ...findUnstatedParts(vessels),
];

const ALL_VESSELS = 'Vessels';

function findTooFew({ length }: readonly VesselState[]): VesselFinding[] {
  if (length >= 2) return [];
  const text = length === 0 ? 'No vessel is named.' : 'Only one of the two vessels is named.';
  return [{ code: 'vessels_incomplete', blocking: true, subject: ALL_VESSELS, text }];
}

/** Names do not count, because a vessel can change its name. A text that is no number is compared in the same way. */
function findSameNumbers(vessels: readonly VesselState[]): VesselFinding[] {
  const groups = [...Map.groupBy(vessels, ({ imo }) => imoKey(imo)).values()];
  return groups
    .filter(({ length }) => length > 1)
    .map((group) => {
      const [first] = group as [VesselState];
      const number = imoDigits(first.imo) ?? first.imo;
      const text = `${namesOf(group)} have one IMO number, ${number}: they are one vessel. Correct a number, or remove a vessel.`;
      return { code: 'vessels_same_number', blocking: true, subject: `IMO ${number}`, text };
    });
}

function findSameParts(vessels: readonly VesselState[]): VesselFinding[] {
  const stated = vessels.filter(({ operation_role }) => operation_role !== null);
  return [...Map.groupBy(stated, ({ operation_role }) => operation_role)]
    .filter(([, { length }]) => length > 1)
    .map(([part, group]) => {
      const text = `${namesOf(group)} are stated as the ${part} vessel. An operation has one: open a room for each pair of vessels.`;
      return { code: 'vessels_same_part', blocking: true, subject: ALL_VESSELS, text };
    });
}

function findDoubtfulNumber(vessel: VesselState): VesselFinding[] {
  const doubt = imoDoubt(vessel.imo);
  if (doubt === undefined) return [];
  const subject = labelOf(vessel);
  return [{ code: 'vessel_number_doubtful', blocking: false, subject, text: `${subject}: ${doubt.text}` }];
}

function findUnstatedParts(vessels: readonly VesselState[]): VesselFinding[] {
  const parts = new Set(vessels.map(({ operation_role }) => operation_role));
  if (vessels.length < 2 || (parts.has('discharging') && parts.has('receiving'))) return [];
  const text = 'Which vessel discharges and which one receives is not stated.';
  return [{ code: 'vessels_incomplete', blocking: false, subject: ALL_VESSELS, text }];
}

const namesOf = (vessels: readonly VesselState[]): string =>
  new Intl.ListFormat('en').format(vessels.map(labelOf));
