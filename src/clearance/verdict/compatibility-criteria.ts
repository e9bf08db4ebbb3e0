import type { VESSEL_FIELDS } from '../vocabulary/vessel-fields.ts';

type VesselFields = typeof VESSEL_FIELDS;

/** The names of the fields of a vessel that are numbers. */
export type MeasureName = {
  [Name in keyof VesselFields]: VesselFields[Name] extends { kind: 'number' | 'whole' } ? Name : never;
}[keyof VesselFields];

/** How the values of two ships are judged. Numbers are in the unit of the field. */
type Rule =
  /** The values are at most this far apart. */
  | { kind: 'apart'; most: number }
  /** Each ship has at least this much. */
  | { kind: 'each'; least: number }
  /** At least one of the ships has at least this much. */
  | { kind: 'either'; least: number }
  /** Each ship has at least this share of the length of the shorter one. */
  | { kind: 'share_of_length'; least: number }
  /** The fittings of each ship hold the lines of the other. */
  | { kind: 'holds_lines' };

export interface Criterion {
  rule: Rule;
  /** Where the limit is from. */
  source: string;
  /** Whether the source states the limit for two ships alongside. If not, an expert should confirm it. */
  isConfirmed: boolean;
}

/** A fact by which two ships are compared. */
export interface ComparisonFact {
  fact: string;
  label: string;
  /** The field of the discharging ship, and that of the receiving one. */
  fields: readonly [MeasureName, MeasureName];
  /** Left out for a fact that is shown and not judged: no limit is known that holds for all ships. */
  criterion?: Criterion;
}

const same = (name: MeasureName) => [name, name] as const;

const FREEBOARD: Criterion = {
  rule: { kind: 'apart', most: 10 },
  source: 'Custom of STS providers for the lead of mooring lines over fenders',
  isConfirmed: false,
};
const MANIFOLD: Criterion = {
  rule: { kind: 'apart', most: 10 },
  source: 'Reach of a hose string of usual length, with its smallest bending radius',
  isConfirmed: false,
};
const PARALLEL_BODY: Criterion = {
  rule: { kind: 'share_of_length', least: 0.25 },
  source: 'PIANC and BS 6349-4: berthing points 0.25 to 0.4 of the length apart; used here for fenders',
  isConfirmed: false,
};
const FITTINGS: Criterion = {
  rule: { kind: 'holds_lines' },
  source: 'OCIMF MEG4: the SWL of a fitting is at least the ship design MBL of the line',
  isConfirmed: true,
};

/**
 * The facts by which a superintendent compares two ships, and their limits. Each ship is loaded at one end of the
 * transfer and in ballast at the other, so heights are compared across.
 */
export const COMPARISON: readonly ComparisonFact[] = [
  { fact: 'length', label: 'Length overall', fields: same('length') },
  { fact: 'beam', label: 'Beam', fields: same('beam') },
  { fact: 'draft', label: 'Draft', fields: same('draft') },
  { fact: 'displacement', label: 'Displacement', fields: same('displacement_t') },
  {
    fact: 'parallel_body_loaded',
    label: 'Parallel body, loaded',
    fields: same('parallel_body_loaded_m'),
    criterion: PARALLEL_BODY,
  },
  {
    fact: 'parallel_body_ballast',
    label: 'Parallel body, in ballast',
    fields: same('parallel_body_ballast_m'),
    criterion: PARALLEL_BODY,
  },
  {
    fact: 'freeboard_loaded_ballast',
    label: 'Freeboard, loaded / in ballast',
    fields: ['freeboard_loaded_m', 'freeboard_ballast_m'],
    criterion: FREEBOARD,
  },
  {
    fact: 'freeboard_ballast_loaded',
    label: 'Freeboard, in ballast / loaded',
    fields: ['freeboard_ballast_m', 'freeboard_loaded_m'],
    criterion: FREEBOARD,
  },
  { fact: 'manifold_height', label: 'Manifold height', fields: same('manifold_height') },
  {
    fact: 'manifold_loaded_ballast',
    label: 'Manifold above water, loaded / in ballast',
    fields: ['manifold_loaded_m', 'manifold_ballast_m'],
    criterion: MANIFOLD,
  },
  {
    fact: 'manifold_ballast_loaded',
    label: 'Manifold above water, in ballast / loaded',
    fields: ['manifold_ballast_m', 'manifold_loaded_m'],
    criterion: MANIFOLD,
  },
  { fact: 'bow_to_manifold', label: 'Bow to manifold', fields: same('bow_to_manifold_m') },
  { fact: 'stern_to_manifold', label: 'Stern to manifold', fields: same('stern_to_manifold_m') },
  {
    fact: 'crane_swl',
    label: 'Hose crane, SWL',
    fields: same('crane_swl_t'),
    criterion: {
      rule: { kind: 'either', least: 5 },
      source: 'Weight of a string of two 10-inch hoses with its content, and a margin',
      isConfirmed: false,
    },
  },
  {
    fact: 'crane_outreach',
    label: 'Hose crane, outreach',
    fields: same('crane_outreach_m'),
    criterion: {
      rule: { kind: 'either', least: 4 },
      source: 'Reach beyond the ship’s side over a fender of 3.3 m',
      isConfirmed: false,
    },
  },
  {
    fact: 'closed_fairleads',
    label: 'Closed fairleads',
    fields: same('closed_fairleads'),
    criterion: {
      rule: { kind: 'each', least: 6 },
      source:
        'OCIMF MEG4: all leads closed, because the freeboards change; two each for head lines, springs and stern lines',
      isConfirmed: false,
    },
  },
  { fact: 'fairlead_swl', label: 'Fairleads, SWL', fields: same('fairlead_swl_t'), criterion: FITTINGS },
  { fact: 'bitts_swl', label: 'Bitts, SWL', fields: same('bitts_swl_t'), criterion: FITTINGS },
  { fact: 'mooring_lines', label: 'Mooring lines, MBL', fields: same('mooring_line_mbl_t') },
];
