/** In canonical JSON. In a text of a user, the quotes would be escaped. */
const STATES_TERMS = `content ~ '"(cargo_value_usd|demurrage_rate_per_day|demurrage_rate_per_hour)":[0-9]'`;

/**
 * Commission, and states and snapshots with or without commercial terms. All earlier states have these fields. An
 * earlier snapshot counts as one with commercial terms if its state, or the state that it is compared with, has a value
 * in one of them.
 */
export const commercialTerms: readonly string[] = [
  'alter table rooms add column commission_percent double precision',
  'alter table room_states add column include_commercial boolean not null default true',
  'alter table room_states alter column include_commercial drop default',
  'alter table snapshots add column include_commercial boolean not null default false',
  'alter table snapshots alter column include_commercial drop default',
  `update snapshots set include_commercial = true
    where state_hash in (select hash from room_states where ${STATES_TERMS})
      or compared_state_hash in (select hash from room_states where ${STATES_TERMS})`,
];
