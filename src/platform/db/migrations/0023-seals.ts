/**
 * The seals of snapshots. Those that earlier versions stored as files stay files, and `seal_sha256` names them. The
 * bytes cannot be compressed, so the database does not try.
 */
export const seals: readonly string[] = [
  `create table seals (
    snapshot_id uuid primary key references snapshots on delete cascade,
    sha256 text not null,
    bytes bytea not null
  )`,
  'alter table seals alter column bytes set storage external',
  'drop index snapshots_seal',
  'create index snapshots_seal on snapshots (seal_sha256) where seal_sha256 is not null',
];
