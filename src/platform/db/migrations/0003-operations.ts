/** What clean-up, cache control and backup need. */
export const operations: readonly string[] = [
  `alter table rooms add column snapshot_retention_days integer
    check (snapshot_retention_days between 1 and 36500)`,
  'alter table editions add column room_id uuid',
  `update editions e set room_id = s.room_id from snapshots s where s.edition_key = e.key`,
  'create index editions_room on editions (room_id)',
  'create index editions_blob on editions (sha256)',
  'create index snapshots_edition_key on snapshots (edition_key)',
  'create index snapshots_seal on snapshots (seal_sha256)',
  `create table blob_holds (
    id uuid primary key,
    until timestamptz not null
  )`,
];
