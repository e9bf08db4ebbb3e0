/** The density of the cargo, in degrees API. */
export const cargoApiGravity: readonly string[] = [
  'alter table rooms add column cargo_api_gravity double precision',
];
