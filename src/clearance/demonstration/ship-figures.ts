import type { VESSEL_FIELDS } from '../vocabulary/vessel-fields.ts';

type FigureName = {
  [Name in keyof typeof VESSEL_FIELDS]: Name extends `${string}_m` | `${string}_t` | 'closed_fairleads'
    ? Name
    : never;
}[keyof typeof VESSEL_FIELDS];

/** The figures by which a ship is compared with the one alongside. */
export type ShipFigures = Record<FigureName, number | null>;

type OfClass = Omit<ShipFigures, 'bow_to_manifold_m' | 'stern_to_manifold_m'>;

/** Plausible figures for ships of each class, as loaded and as light as they are in a transfer. */
const CLASSES = {
  vlcc: {
    ...{ displacement_t: 341_000, parallel_body_loaded_m: 168, parallel_body_ballast_m: 134 },
    ...{
      freeboard_loaded_m: 9.6,
      freeboard_ballast_m: 15.8,
      manifold_loaded_m: 11.7,
      manifold_ballast_m: 17.9,
    },
    ...{ crane_swl_t: 20, crane_outreach_m: 6.5, closed_fairleads: 16 },
    ...{ fairlead_swl_t: 100, bitts_swl_t: 100, mooring_line_mbl_t: 83 },
  },
  suezmax: {
    ...{ displacement_t: 172_400, parallel_body_loaded_m: 132, parallel_body_ballast_m: 98 },
    ...{
      freeboard_loaded_m: 7.1,
      freeboard_ballast_m: 14.2,
      manifold_loaded_m: 9.2,
      manifold_ballast_m: 16.3,
    },
    ...{ crane_swl_t: 15, crane_outreach_m: 5.6, closed_fairleads: 12 },
    ...{ fairlead_swl_t: 92, bitts_swl_t: 92, mooring_line_mbl_t: 75 },
  },
  aframax: {
    ...{ displacement_t: 124_800, parallel_body_loaded_m: 118, parallel_body_ballast_m: 86 },
    ...{
      freeboard_loaded_m: 6.7,
      freeboard_ballast_m: 14.3,
      manifold_loaded_m: 8.8,
      manifold_ballast_m: 16.4,
    },
    ...{ crane_swl_t: 15, crane_outreach_m: 5.1, closed_fairleads: 10 },
    ...{ fairlead_swl_t: 92, bitts_swl_t: 92, mooring_line_mbl_t: 70 },
  },
  panamax: {
    ...{ displacement_t: 86_300, parallel_body_loaded_m: 102, parallel_body_ballast_m: 74 },
    ...{
      freeboard_loaded_m: 6.6,
      freeboard_ballast_m: 13.1,
      manifold_loaded_m: 8.7,
      manifold_ballast_m: 15.2,
    },
    ...{ crane_swl_t: 10, crane_outreach_m: 4.8, closed_fairleads: 10 },
    ...{ fairlead_swl_t: 83, bitts_swl_t: 83, mooring_line_mbl_t: 62 },
  },
  handymax: {
    ...{ displacement_t: 59_700, parallel_body_loaded_m: 79, parallel_body_ballast_m: 58 },
    ...{
      freeboard_loaded_m: 6.2,
      freeboard_ballast_m: 12.1,
      manifold_loaded_m: 8.3,
      manifold_ballast_m: 14.2,
    },
    ...{ crane_swl_t: 10, crane_outreach_m: 4.4, closed_fairleads: 8 },
    ...{ fairlead_swl_t: 75, bitts_swl_t: 75, mooring_line_mbl_t: 55 },
  },
} satisfies Record<string, OfClass>;

/** Returns the figures of a ship of a class. The manifold is a little forward of amidships. */
export function shipFigures(shipClass: keyof typeof CLASSES, length: number): ShipFigures {
  const bow = Math.round(length * 4.9) / 10;
  const stern = Math.round((length - bow) * 10) / 10;
  return { ...CLASSES[shipClass], bow_to_manifold_m: bow, stern_to_manifold_m: stern };
}
