import { VESSEL_FIELDS } from '../../../contract/form-fields.ts';
import { type Field, inOrder, statedText } from '../../../room/fields.ts';
import type { Vessel } from '../../../room/room-queries.ts';

interface Line {
  name: string;
  /** The values as text, one for each vessel; `null` if a value is not stated. */
  values: (string | null)[];
}

/** The measures decide whether two vessels fit together. A count of fittings has no unit. */
const isMeasure = ({ kind, unit }: Field): boolean => unit !== undefined || kind === 'whole';

const FIELDS: readonly Field[] = inOrder(VESSEL_FIELDS, [
  ...(['operation_role', 'manoeuvring_role', 'vessel_type', 'flag', 'imo'] as const),
]).filter(({ name }) => name !== 'name');
const MEASURES = FIELDS.filter(isMeasure);
const OTHERS = FIELDS.filter((field) => !isMeasure(field));

/** Returns the facts of the vessels line by line. The measures of exactly two vessels have a panel of their own. */
export function compareVessels(vessels: readonly Vessel[]): Line[] {
  const fields = vessels.length === 2 ? OTHERS : [...OTHERS, ...MEASURES];
  return fields.map((field) => ({
    name: field.label,
    values: vessels.map((vessel) => statedText(field, vessel)),
  }));
}
