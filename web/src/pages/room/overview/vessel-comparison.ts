import type { Vessel } from '../../../room/room-queries.ts';
import { sentenceCase } from '../../../room/status-words.ts';

interface Line {
  name: string;
  /** As text, one for each vessel; `null` if it is not stated. */
  values: (string | null)[];
  /** How far the vessels are apart, where that decides whether they fit together. */
  difference: string | null;
}

type Measure = 'length' | 'beam' | 'draft' | 'manifold_height';
type Wording = (vessel: Vessel) => string | number | null;

const AMOUNT = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

/** Length, beam, draft and the height of the manifolds decide moorings, fenders and hoses. */
const MEASURES: readonly [string, Measure][] = [
  ['Length overall', 'length'],
  ['Beam', 'beam'],
  ['Draft', 'draft'],
  ['Manifold height', 'manifold_height'],
];

const WORDS: readonly [string, Wording][] = [
  ['Part', ({ operation_role: part }) => part && sentenceCase(part)],
  ['Type', ({ vessel_type }) => vessel_type],
  ['Flag', ({ flag }) => flag],
  ['IMO number', ({ imo }) => imo],
  ['Call sign', ({ call_sign }) => call_sign],
  ['Built', ({ built_year }) => built_year && String(built_year)],
  ['Gross tonnage', ({ gross_tonnage: tons }) => tons && AMOUNT.format(tons)],
  ['Net tonnage', ({ net_tonnage: tons }) => tons && AMOUNT.format(tons)],
  ['Class', ({ classification_society }) => classification_society],
  ['P&I club', ({ pi_club }) => pi_club],
  ['Owner', ({ owner }) => owner],
  ['Charterer', ({ charterer }) => charterer],
  ['Status', ({ status }) => sentenceCase(status)],
];

/** Vessels fact by fact, so that each line can be read across: first what decides whether they fit. */
export function compareVessels(vessels: readonly Vessel[]): Line[] {
  const measures = MEASURES.map(([name, field]) => {
    const values = vessels.map((vessel) => vessel[field]);
    return { name, values: values.map(metres), difference: spread(values) };
  });
  const words = WORDS.map(([name, wording]) => {
    const values = vessels.map((vessel) => wording(vessel)?.toString() ?? null);
    return { name, values, difference: null };
  });
  return [...measures, ...words];
}

const metres = (value: number | null): string | null => (value === null ? null : `${AMOUNT.format(value)} m`);

/** Between the largest and the smallest; unknown as soon as one is. */
function spread(values: readonly (number | null)[]): string | null {
  const known = values.filter((value) => value !== null);
  if (known.length < 2 || known.length < values.length) return null;
  return metres(Math.max(...known) - Math.min(...known));
}
