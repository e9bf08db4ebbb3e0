/** What each ship does when the two come alongside. Nobody has stated it for the ships of before. */
export const manoeuvringRoles: readonly string[] = [
  'alter table vessels add column manoeuvring_role text',
  // A snapshot of an unchanged room uses the state that was frozen before, which has the verdict of earlier rules.
  'update room_states set valid_until = captured_at',
];
