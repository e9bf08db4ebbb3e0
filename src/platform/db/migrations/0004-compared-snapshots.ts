/**
 * Which earlier snapshot a snapshot shows the changes since. It holds all that its edition needs of it, and no
 * reference to its row, so that the earlier one can be deleted.
 */
export const comparedSnapshots: readonly string[] = [
  `alter table snapshots
    add compared_id uuid,
    add compared_at timestamptz,
    add compared_revision integer,
    add compared_state_hash text references room_states,
    add compared_documents boolean,
    add compared_approvals boolean,
    add compared_activity boolean`,
  `create index snapshots_compared_state on snapshots (compared_state_hash)
    where compared_state_hash is not null`,
];
