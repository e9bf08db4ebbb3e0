/** The first shape of the database. Statements run one by one, in one transaction. */
export const roomsAndSnapshots: readonly string[] = [
  `create table users (
    id uuid primary key,
    email text not null unique check (email = lower(email)),
    name text not null,
    role text not null,
    password_hash text,
    active boolean not null default true,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  `create table sessions (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
  )`,
  'create index sessions_user on sessions (user_id)',

  `create table rooms (
    id uuid primary key,
    revision integer not null default 1,
    title text not null,
    location text not null,
    status text not null,
    timeline_phase text,
    description text,
    sts_eta timestamptz not null,
    time_zone text not null,
    expected_duration_hours double precision not null,
    expiry_margin_days integer not null,
    operation_mode text,
    cargo_type text,
    cargo_quantity double precision,
    cargo_unit text,
    cargo_value_usd double precision,
    demurrage_rate_per_day double precision,
    demurrage_rate_per_hour double precision,
    poac text,
    sts_provider text,
    created_by text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index rooms_newest on rooms (created_at desc, id desc)',

  `create table parties (
    id uuid primary key,
    room_id uuid not null references rooms on delete cascade,
    role text not null,
    name text not null,
    email text not null check (email = lower(email)),
    company text,
    created_at timestamptz not null,
    unique (room_id, email)
  )`,
  'create index parties_email on parties (email)',

  `create table vessels (
    id uuid primary key,
    room_id uuid not null references rooms on delete cascade,
    name text not null,
    operation_role text,
    vessel_type text not null,
    flag text not null,
    imo text not null,
    call_sign text,
    owner text,
    charterer text,
    status text not null,
    length double precision,
    beam double precision,
    draft double precision,
    manifold_height double precision,
    gross_tonnage double precision,
    net_tonnage double precision,
    built_year integer,
    classification_society text,
    pi_club text,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index vessels_room on vessels (room_id)',

  `create table document_types (
    id uuid primary key,
    code text not null unique,
    name text not null,
    description text,
    category text not null,
    criticality text not null,
    required boolean not null
  )`,

  `create table documents (
    id uuid primary key,
    room_id uuid not null references rooms on delete cascade,
    vessel_id uuid references vessels on delete set null,
    type_id uuid not null references document_types,
    status text not null,
    priority text not null,
    critical_path boolean not null,
    expires_on date,
    notes text,
    file_name text,
    file_type text,
    file_size bigint,
    file_sha256 text,
    uploaded_by text,
    uploaded_at timestamptz,
    reviewed_by text,
    reviewed_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index documents_room on documents (room_id)',
  'create index documents_file on documents (file_sha256) where file_sha256 is not null',

  `create table approvals (
    id uuid primary key,
    room_id uuid not null references rooms on delete cascade,
    party_id uuid not null references parties on delete cascade,
    vessel_id uuid references vessels on delete cascade,
    status text not null,
    note text,
    requested_at timestamptz not null,
    updated_at timestamptz not null,
    unique nulls not distinct (party_id, vessel_id)
  )`,
  'create index approvals_room on approvals (room_id)',

  `create table activities (
    id uuid primary key,
    room_id uuid not null references rooms on delete cascade,
    at timestamptz not null,
    actor text not null,
    action text not null,
    summary text not null
  )`,
  'create index activities_room on activities (room_id, at, id)',

  `create table room_states (
    hash text primary key,
    room_id uuid not null references rooms on delete cascade,
    revision integer not null,
    content text not null,
    captured_at timestamptz not null,
    valid_until timestamptz
  )`,
  'create index room_states_revision on room_states (room_id, revision)',

  `create table editions (
    key text primary key,
    type text not null,
    sha256 text not null,
    size integer not null,
    rendered_at timestamptz not null,
    last_used_at timestamptz not null
  )`,

  `create table snapshots (
    id uuid primary key,
    seq integer generated always as identity unique,
    room_id uuid not null references rooms on delete cascade,
    room_title text not null,
    state_hash text not null references room_states,
    revision integer not null,
    title text not null,
    type text not null,
    include_documents boolean not null,
    include_approvals boolean not null,
    include_activity boolean not null,
    created_by text not null,
    created_by_name text not null,
    created_at timestamptz not null,
    status text not null,
    error text,
    completed_at timestamptz,
    edition_key text,
    edition_sha256 text,
    edition_size integer,
    seal_sha256 text,
    seal_size integer,
    file_sha256 text
  )`,
  'create index snapshots_room on snapshots (room_id, seq desc)',
  'create index snapshots_state on snapshots (state_hash)',
  'create index snapshots_edition on snapshots (edition_sha256)',

  `create table tasks (
    id text primary key,
    snapshot_id uuid not null unique references snapshots on delete cascade,
    status text not null,
    stage text not null,
    progress integer not null,
    attempt integer not null,
    version integer not null,
    timeout_seconds integer not null,
    error text,
    was_cached boolean,
    created_at timestamptz not null,
    started_at timestamptz,
    completed_at timestamptz
  )`,
  `create index tasks_open on tasks (created_at) where status in ('pending', 'running')`,

  `create table audit_entries (
    seq integer primary key,
    at timestamptz not null,
    actor text not null,
    action text not null,
    room_id uuid,
    detail jsonb not null,
    hash text not null
  )`,
  'create index audit_entries_room on audit_entries (room_id, seq)',
  `create table audit_head (
    only_row boolean primary key default true check (only_row),
    seq integer not null,
    hash text not null
  )`,
  `insert into audit_head (seq, hash) values (0, repeat('0', 64))`,
  `create function refuse_audit_change() returns trigger language plpgsql as $$
    begin raise exception 'audit entries are append-only'; end $$`,
  `create trigger audit_entries_append_only before update or delete or truncate on audit_entries
    for each statement execute function refuse_audit_change()`,

  `create table idempotency_keys (
    actor text not null,
    key text not null,
    fingerprint text not null,
    status integer,
    body jsonb,
    location text,
    created_at timestamptz not null,
    primary key (actor, key)
  )`,
];
