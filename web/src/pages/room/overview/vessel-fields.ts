import { VESSEL_FIELDS } from '../../../contract/form-fields.ts';
import type { FieldGroup } from '../../../room/field-grid.tsx';

/** The headings of the form of a vessel. Related fields are side by side. */
export const VESSEL_GROUPS = [
  { title: 'Vessel', names: ['name', 'imo', 'vessel_type', 'flag', 'call_sign', 'built_year'] },
  { title: 'Part in the transfer', names: ['operation_role', 'manoeuvring_role', 'status'] },
  { title: 'Companies', names: ['owner', 'charterer', 'classification_society', 'pi_club'] },
  {
    title: 'Dimensions',
    names: ['length', 'beam', 'draft', 'displacement_t', 'gross_tonnage', 'net_tonnage'],
  },
  {
    title: 'Hull alongside',
    names: [
      ...['parallel_body_loaded_m', 'parallel_body_ballast_m'],
      ...['freeboard_loaded_m', 'freeboard_ballast_m'],
    ],
  },
  {
    title: 'Manifold and hose crane',
    names: [
      ...['manifold_loaded_m', 'manifold_ballast_m', 'bow_to_manifold_m', 'stern_to_manifold_m'],
      ...['crane_swl_t', 'crane_outreach_m', 'manifold_height'],
    ],
  },
  {
    title: 'Mooring',
    names: ['closed_fairleads', 'fairlead_swl_t', 'bitts_swl_t', 'mooring_line_mbl_t'],
  },
] as const satisfies readonly FieldGroup[];

const ORDER: readonly string[] = VESSEL_GROUPS.flatMap(({ names }) => [...names]);

/** The fields of a vessel, in the order of the form. */
export const FIELDS_OF_VESSEL = VESSEL_FIELDS.toSorted(
  (one, other) => ORDER.indexOf(one.name) - ORDER.indexOf(other.name),
);
