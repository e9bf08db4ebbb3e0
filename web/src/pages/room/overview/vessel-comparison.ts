import { VESSEL_FIELDS } from '../../../contract/form-fields.ts';
import { type Field, inOrder, statedText } from '../../../room/fields.ts';
import type { Vessel } from '../../../room/room-queries.ts';

interface Line {
  name: string;
  /** The values as text, one for each vessel; `null` if a value is not stated. */
  values: (string | null)[];
  /** The difference between the vessels, for the measures that decide whether they fit together. */
  difference: string | null;
}

/** Length, beam, draft and manifold height decide moorings, fenders and hoses. */
const isMeasure = ({ unit }: Field): boolean => unit === 'm';

const FIELDS: readonly Field[] = inOrder(VESSEL_FIELDS, [
  'operation_role',
  'manoeuvring_role',
  'vessel_type',
  'flag',
  'imo',
]);
const MEASURES = FIELDS.filter(isMeasure);
const OTHERS = FIELDS.filter((field) => !isMeasure(field) && field.name !== 'name');

/** Returns the facts of the vessels line by line. The measures that must fit come first. */
export function compareVessels(vessels: readonly Vessel[]): Line[] {
  const lineOf = (field: Field): Line => ({
    name: field.label,
    values: vessels.map((vessel) => statedText(field, vessel)),
    difference: isMeasure(field) ? spread(field, vessels) : null,
  });
  return [...MEASURES, ...OTHERS].map(lineOf);
}

/** Returns the difference between the largest and the smallest value; `null` if a value is unknown. */
function spread(field: Field, vessels: readonly Vessel[]): string | null {
  const values = vessels.map((vessel) => (vessel as Record<string, unknown>)[field.name]);
  const known = values.filter((value) => typeof value === 'number');
  if (known.length < 2 || known.length < values.length) return null;
  // A subtraction adds digits that nobody stated: 243.8 - 183.1 is 60.70000000000002.
  const distance = Number((Math.max(...known) - Math.min(...known)).toPrecision(12));
  return statedText(field, { [field.name]: distance });
}
