/**
 * The ledger of the blob store. A blob has its row before it is stored, and only what has a row can be referred to. A
 * removal takes the row away first, so nothing can refer to the blob any more, and then the file. All times are of the
 * clock of the database.
 *
 * `claim_blob` makes a blob one that may be referred to. It refuses if a removal that began within `doubt` may still
 * happen. `keep_blob` says whether a blob may be referred to, and protects it for the time of a change; renewing that
 * time with each call would write the row of a popular blob with each snapshot. Both are functions because each
 * statement of a function sees what was committed until then.
 */
export const blobLedger: readonly string[] = [
  `create table blobs (
    sha256 text primary key,
    kept_at timestamptz not null
  )`,
  `create table blob_removals (
    sha256 text primary key,
    begun_at timestamptz not null
  )`,
  `insert into blobs (sha256, kept_at)
    select sha256, clock_timestamp() from editions
    union select edition_sha256, clock_timestamp() from snapshots where edition_sha256 is not null
    union select seal_sha256, clock_timestamp() from snapshots where seal_sha256 is not null
    union select file_sha256, clock_timestamp() from documents where file_sha256 is not null
    union select file_sha256, clock_timestamp() from earlier_versions
    on conflict do nothing`,
  'alter table editions add constraint editions_blob foreign key (sha256) references blobs',
  'alter table snapshots add constraint snapshots_edition_blob foreign key (edition_sha256) references blobs',
  'alter table snapshots add constraint snapshots_seal_blob foreign key (seal_sha256) references blobs',
  'alter table documents add constraint documents_file_blob foreign key (file_sha256) references blobs',
  'alter table earlier_versions add constraint earlier_versions_blob foreign key (file_sha256) references blobs',
  `create function claim_blob(hash text, doubt interval) returns void language plpgsql as $$
    declare
      begun timestamptz;
    begin
      insert into blobs (sha256, kept_at) values (hash, clock_timestamp())
      on conflict (sha256) do update set kept_at = clock_timestamp();
      delete from blob_removals where sha256 = hash returning begun_at into begun;
      if begun between clock_timestamp() - doubt and clock_timestamp() then
        raise 'A removal of % may still happen.', hash using errcode = 'object_in_use';
      end if;
    end $$`,
  `create function keep_blob(hash text) returns boolean language plpgsql as $$
    begin
      update blobs set kept_at = clock_timestamp()
      where sha256 = hash and kept_at not between clock_timestamp() - interval '10 minutes' and clock_timestamp();
      return exists (select from blobs where sha256 = hash);
    end $$`,
];
