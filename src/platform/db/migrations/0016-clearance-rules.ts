/**
 * The values of the built-in document types that the rules of clearance need. A type that an installation added itself
 * keeps the defaults of the columns.
 */
const BUILT_IN = `(values
  ('q88', 'each_ship', 'before_operation', false, 90),
  ('class_status', 'each_ship', 'before_operation', false, 30),
  ('iopp', 'each_ship', 'before_operation', true, null),
  ('sts_plan', 'each_ship', 'before_operation', false, null),
  ('ism', 'each_ship', 'before_operation', true, null),
  ('pi_entry', 'each_ship', 'before_operation', true, null),
  ('clc', 'each_ship', 'before_operation', true, null),
  ('fender_certificates', 'operation', 'run_in', true, null),
  ('hose_tests', 'operation', 'cargo_transfer', true, null),
  ('poac_qualification', 'operation', 'before_operation', true, null),
  ('risk_assessment', 'operation', 'before_operation', false, null),
  ('joint_plan', 'operation', 'run_in', false, null),
  ('checklist_1', 'each_ship', 'fixture', false, null),
  ('checklist_2', 'each_ship', 'before_operation', false, null),
  ('checklist_3', 'each_ship', 'run_in', false, null),
  ('checklist_4', 'each_ship', 'cargo_transfer', false, null),
  ('checklist_5', 'each_ship', 'unmooring', false, null),
  ('coastal_notice', 'operation', 'before_operation', false, null),
  ('sanctions_screening', 'operation', 'fixture', false, null),
  ('class_certificate', 'each_ship', 'before_operation', true, null),
  ('issc', 'each_ship', 'before_operation', true, null),
  ('safety_construction', 'each_ship', 'before_operation', true, null),
  ('safety_equipment', 'each_ship', 'before_operation', true, null),
  ('safety_radio', 'each_ship', 'before_operation', true, null),
  ('load_line', 'each_ship', 'before_operation', true, null),
  ('bunker_convention', 'each_ship', 'before_operation', true, null),
  ('wreck_removal', 'each_ship', 'before_operation', true, null),
  ('sire', 'each_ship', 'fixture', false, 365),
  ('cap_rating', 'each_ship', 'fixture', true, null),
  ('mooring_plan', 'each_ship', 'run_in', false, null),
  ('safety_data_sheet', 'operation', 'cargo_transfer', false, null),
  ('hull_machinery', 'each_ship', 'before_operation', true, null),
  ('port_state_control', 'each_ship', 'fixture', false, null),
  ('crew_list', 'each_ship', 'before_operation', false, null),
  ('officer_matrix', 'each_ship', 'before_operation', false, null),
  ('provider_audit', 'operation', 'fixture', false, 365),
  ('drill_record', 'each_ship', 'before_operation', false, null)
) as built_in (code, applies_to, due_stage, expires, max_age_days)`;

/**
 * What the rules of clearance are decided from: requirements of a room, versions of documents, what an approval is of,
 * and exceptions.
 *
 * A room of before is not more cleared than it was. Its requirements have no stage, so that everything counts at once;
 * and an approval that was given names no facts, so that it is a finding.
 */
export const clearanceRules: readonly string[] = [
  `alter table document_types
    add column applies_to text not null default 'operation',
    add column due_stage text default 'run_in',
    add column expires boolean not null default true,
    add column max_age_days integer,
    add column needs_file boolean not null default true`,
  `update document_types set applies_to = built_in.applies_to, due_stage = built_in.due_stage,
    expires = built_in.expires, max_age_days = built_in.max_age_days
    from ${BUILT_IN} where document_types.code = built_in.code`,

  `create table requirements (
    id uuid primary key,
    room_id uuid not null references rooms on delete cascade,
    type_id uuid not null references document_types,
    required boolean not null,
    criticality text not null,
    applies_to text not null,
    due_stage text,
    expires boolean not null,
    max_age_days integer,
    needs_file boolean not null,
    created_at timestamptz not null,
    unique (room_id, type_id)
  )`,
  `insert into requirements (id, room_id, type_id, required, criticality, applies_to, due_stage, expires,
      max_age_days, needs_file, created_at)
    select gen_random_uuid(), d.room_id, t.id, t.required, t.criticality, t.applies_to, null, t.expires,
      t.max_age_days, t.needs_file, min(d.created_at)
    from documents d join document_types t on t.id = d.type_id group by d.room_id, t.id`,
  `alter table documents
    add constraint documents_requirement foreign key (room_id, type_id) references requirements (room_id, type_id)
      on delete cascade`,

  `alter table documents
    add column certificate_number text,
    add column issuer text,
    add column issued_on date,
    add column no_expiry_stated boolean not null default false,
    add column responsible_party_id uuid references parties on delete set null,
    add column version integer not null default 0,
    add column file_mismatch text`,
  'update documents set version = 1 where file_sha256 is not null',
  `create table earlier_versions (
    document_id uuid not null references documents on delete cascade,
    version integer not null,
    status text not null,
    certificate_number text,
    issuer text,
    issued_on date,
    expires_on date,
    no_expiry_stated boolean not null,
    notes text,
    file_name text not null,
    file_type text,
    file_size bigint,
    file_sha256 text not null,
    file_mismatch text,
    uploaded_by text,
    uploaded_at timestamptz,
    reviewed_by text,
    reviewed_at timestamptz,
    primary key (document_id, version)
  )`,
  'create index earlier_versions_file on earlier_versions (file_sha256)',

  `alter table rooms
    add column stage text not null default 'run_in',
    add column four_eyes text not null default 'marked',
    add column asks_suitability boolean not null default false,
    add column asks_compatibility boolean not null default false,
    add column template_name text,
    add column guide_edition text`,
  `update rooms set stage = case status when 'active' then 'cargo_transfer' when 'on_hold' then 'cargo_transfer'
    when 'completed' then 'unmooring' else 'run_in' end`,

  `alter table approvals
    add column concerns text not null default 'operation',
    add column subjects jsonb not null default '[]',
    add column given_for_revision integer,
    add column facts_hash text,
    add column lapsed_because text`,
  `update approvals set concerns = 'suitability' where vessel_id is not null`,
  'alter table approvals drop constraint approvals_party_id_vessel_id_key',
  `alter table approvals add constraint approvals_once
    unique nulls not distinct (party_id, concerns, vessel_id)`,
  `create table approved_facts (
    room_id uuid not null references rooms on delete cascade,
    hash text not null,
    content jsonb not null,
    primary key (room_id, hash)
  )`,

  `create table templates (
    code text primary key,
    name text not null,
    description text,
    trade text not null,
    region text,
    guide_edition text,
    expiry_margin_days integer not null,
    four_eyes text not null,
    asks_suitability boolean not null,
    asks_compatibility boolean not null,
    requirements jsonb not null
  )`,

  `create table exceptions (
    id uuid primary key,
    room_id uuid not null references rooms on delete cascade,
    kind text not null,
    stage text not null,
    subject text not null,
    reason text not null,
    document_id uuid,
    decided_by text not null,
    decided_by_name text not null,
    decided_at timestamptz not null
  )`,
  'create index exceptions_room on exceptions (room_id, decided_at, id)',

  // A snapshot of an unchanged room uses the state that was frozen before, which has the verdict of earlier rules.
  'update room_states set valid_until = captured_at',
];
