/** The facts by which two ships are compared. Nobody has stated them for the ships of before. */
export const compatibility: readonly string[] = [
  `alter table vessels
    add column displacement_t double precision,
    add column parallel_body_loaded_m double precision,
    add column parallel_body_ballast_m double precision,
    add column freeboard_loaded_m double precision,
    add column freeboard_ballast_m double precision,
    add column manifold_loaded_m double precision,
    add column manifold_ballast_m double precision,
    add column bow_to_manifold_m double precision,
    add column stern_to_manifold_m double precision,
    add column crane_swl_t double precision,
    add column crane_outreach_m double precision,
    add column closed_fairleads integer,
    add column fairlead_swl_t double precision,
    add column bitts_swl_t double precision,
    add column mooring_line_mbl_t double precision`,
  // A snapshot of an unchanged room uses the state that was frozen before, which has the verdict of earlier rules.
  'update room_states set valid_until = captured_at',
];
