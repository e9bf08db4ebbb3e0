import { VESSEL_FIELDS } from '../../../contract/form-fields.ts';
import { type Field, inOrder, statedText } from '../../../room/fields.ts';
import type { Vessel } from '../../../room/room-queries.ts';

interface Line {
  name: string;
  /** As text, one for each vessel; `null` if it is not stated. */
  values: (string | null)[];
  /** How far the vessels are apart, where that decides whether they fit together. */
  difference: string | null;
}

/** Length, beam, draft and the height of the manifolds decide moorings, fenders and hoses. */
const isMeasure = ({ unit }: Field): boolean => unit === 'm';

const FIELDS: readonly Field[] = inOrder(VESSEL_FIELDS, ['operation_role', 'vessel_type', 'flag', 'imo']);
const MEASURES = FIELDS.filter(isMeasure);
const OTHERS = FIELDS.filter((field) => !isMeasure(field) && field.name !== 'name');

/** Vessels fact by fact, so that each line can be read across: first what decides whether they fit. */
export function compareVessels(vessels: readonly Vessel[]): Line[] {
  const lineOf = (field: Field): Line => ({
    name: field.label,
    values: vessels.map((vessel) => statedText(field, vessel)),
    difference: isMeasure(field) ? spread(field, vessels) : null,
  });
  return [...MEASURES, ...OTHERS].map(lineOf);
}

/** Between the largest and the smallest; unknown as soon as one is. */
function spread(field: Field, vessels: readonly Vessel[]): string | null {
  const values = vessels.map((vessel) => (vessel as Record<string, unknown>)[field.name]);
  const known = values.filter((value) => typeof value === 'number');
  if (known.length < 2 || known.length < values.length) return null;
  return statedText(field, { [field.name]: Math.max(...known) - Math.min(...known) });
}
