import type { ColumnType, Generated } from 'kysely';
import type { Json } from '../kernel/canonical-json.ts';

/** A day without a time, `YYYY-MM-DD`, the format of both engines. */
type Day = string;
type JsonColumn = ColumnType<Json, string, string>;

export interface Schema {
  users: UsersTable;
  sessions: SessionsTable;
  login_counters: LoginCountersTable;
  rooms: RoomsTable;
  parties: PartiesTable;
  vessels: VesselsTable;
  document_types: DocumentTypesTable;
  templates: TemplatesTable;
  requirements: RequirementsTable;
  documents: DocumentsTable;
  earlier_versions: EarlierVersionsTable;
  approvals: ApprovalsTable;
  approved_facts: ApprovedFactsTable;
  exceptions: ExceptionsTable;
  activities: ActivitiesTable;
  room_states: RoomStatesTable;
  editions: EditionsTable;
  snapshots: SnapshotsTable;
  seals: SealsTable;
  tasks: TasksTable;
  audit_entries: AuditEntriesTable;
  audit_head: AuditHeadTable;
  idempotency_keys: IdempotencyKeysTable;
  metric_requests: MetricRequestsTable;
  metric_generations: MetricGenerationsTable;
  metric_minutes: MetricMinutesTable;
  blobs: BlobsTable;
  blob_removals: BlobRemovalsTable;
  blob_holds: BlobHoldsTable;
  daily_jobs: DailyJobsTable;
  clock_trust: ClockTrustTable;
  machine_boots: MachineBootsTable;
  installation: InstallationTable;
}

interface UsersTable {
  id: string;
  email: string;
  name: string;
  role: string;
  password_hash: string | null;
  active: boolean;
  created_at: Date;
  updated_at: Date;
}

interface SessionsTable {
  id: string;
  user_id: string;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
}

/** By the clock of the database. */
interface LoginCountersTable {
  /** A hash of the account, of the address, or of both. */
  key: string;
  /** The failed attempts to log in in the window, and those that are not checked yet. */
  failures: number;
  window_ends_at: Date;
  /** Above the limit, no attempt is admitted before. */
  next_turn_at: Date;
  /** Until then, the address of an account that logged in is known. */
  known_until: Date | null;
}

interface RoomsTable {
  id: string;
  revision: Generated<number>;
  title: string;
  location: string;
  status: string;
  stage: Generated<string>;
  timeline_phase: string | null;
  description: string | null;
  sts_eta: Date;
  time_zone: string;
  expected_duration_hours: number;
  expiry_margin_days: number;
  four_eyes: Generated<string>;
  asks_suitability: Generated<boolean>;
  asks_compatibility: Generated<boolean>;
  template_name: string | null;
  guide_edition: string | null;
  operation_mode: string | null;
  cargo_type: string | null;
  cargo_quantity: number | null;
  cargo_unit: string | null;
  cargo_api_gravity: number | null;
  cargo_value_usd: number | null;
  commission_percent: number | null;
  demurrage_rate_per_day: number | null;
  demurrage_rate_per_hour: number | null;
  poac: string | null;
  sts_provider: string | null;
  /** The age at which snapshots are deleted. With null they are kept. */
  snapshot_retention_days: number | null;
  created_by: string;
  created_at: Date;
  updated_at: Date;
}

interface PartiesTable {
  id: string;
  room_id: string;
  role: string;
  name: string;
  email: string;
  company: string | null;
  created_at: Date;
}

interface VesselsTable {
  id: string;
  room_id: string;
  name: string;
  operation_role: string | null;
  manoeuvring_role: string | null;
  vessel_type: string;
  flag: string;
  imo: string;
  call_sign: string | null;
  owner: string | null;
  charterer: string | null;
  status: string;
  length: number | null;
  beam: number | null;
  draft: number | null;
  manifold_height: number | null;
  displacement_t: number | null;
  parallel_body_loaded_m: number | null;
  parallel_body_ballast_m: number | null;
  freeboard_loaded_m: number | null;
  freeboard_ballast_m: number | null;
  manifold_loaded_m: number | null;
  manifold_ballast_m: number | null;
  bow_to_manifold_m: number | null;
  stern_to_manifold_m: number | null;
  crane_swl_t: number | null;
  crane_outreach_m: number | null;
  closed_fairleads: number | null;
  fairlead_swl_t: number | null;
  bitts_swl_t: number | null;
  mooring_line_mbl_t: number | null;
  gross_tonnage: number | null;
  net_tonnage: number | null;
  built_year: number | null;
  classification_society: string | null;
  pi_club: string | null;
  created_at: Date;
  updated_at: Date;
}

interface DocumentTypesTable {
  id: string;
  code: string;
  name: string;
  description: string | null;
  category: string;
  criticality: string;
  required: boolean;
  applies_to: string;
  due_stage: string | null;
  expires: boolean;
  max_age_days: number | null;
  needs_file: boolean;
}

interface TemplatesTable {
  code: string;
  name: string;
  description: string | null;
  trade: string;
  region: string | null;
  guide_edition: string | null;
  expiry_margin_days: number;
  four_eyes: string;
  asks_suitability: boolean;
  asks_compatibility: boolean;
  /** What a room asks for, by the code of the document type. */
  requirements: JsonColumn;
}

interface RequirementsTable {
  id: string;
  room_id: string;
  type_id: string;
  required: boolean;
  criticality: string;
  applies_to: string;
  /** Null if nobody stated it: the documents then count at every stage. */
  due_stage: string | null;
  expires: boolean;
  max_age_days: number | null;
  needs_file: boolean;
  created_at: Date;
}

interface DocumentsTable {
  id: string;
  room_id: string;
  vessel_id: string | null;
  type_id: string;
  status: string;
  priority: string;
  critical_path: boolean;
  responsible_party_id: string | null;
  version: number;
  certificate_number: string | null;
  issuer: string | null;
  issued_on: Day | null;
  expires_on: Day | null;
  no_expiry_stated: boolean;
  notes: string | null;
  file_name: string | null;
  file_type: string | null;
  file_size: number | null;
  file_sha256: string | null;
  file_mismatch: string | null;
  uploaded_by: string | null;
  uploaded_at: Date | null;
  reviewed_by: string | null;
  reviewed_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

/** The versions that newer ones replaced. The newest is in `documents`. */
interface EarlierVersionsTable {
  document_id: string;
  version: number;
  status: string;
  certificate_number: string | null;
  issuer: string | null;
  issued_on: Day | null;
  expires_on: Day | null;
  no_expiry_stated: boolean;
  notes: string | null;
  file_name: string;
  file_type: string | null;
  file_size: number | null;
  file_sha256: string;
  file_mismatch: string | null;
  uploaded_by: string | null;
  uploaded_at: Date | null;
  reviewed_by: string | null;
  reviewed_at: Date | null;
}

interface ApprovalsTable {
  id: string;
  room_id: string;
  party_id: string;
  vessel_id: string | null;
  concerns: string;
  status: string;
  note: string | null;
  /** `insertItems` takes it as data, and an update as JSON. */
  subjects: ColumnType<Json, readonly object[], string>;
  given_for_revision: number | null;
  facts_hash: string | null;
  lapsed_because: string | null;
  requested_at: Date;
  updated_at: Date;
}

/** The facts that approvals were given for. */
interface ApprovedFactsTable {
  room_id: string;
  hash: string;
  content: JsonColumn;
}

interface ExceptionsTable {
  id: string;
  room_id: string;
  kind: string;
  stage: string;
  subject: string;
  reason: string;
  document_id: string | null;
  decided_by: string;
  decided_by_name: string;
  decided_at: Date;
}

interface ActivitiesTable {
  id: string;
  room_id: string;
  /** The revision of the room that the entry led to. */
  revision: number;
  at: Date;
  actor: string;
  action: string;
  summary: string;
}

interface RoomStatesTable {
  hash: string;
  room_id: string;
  revision: number;
  content: string;
  captured_at: Date;
  /** The next instant at which this state changes by time alone, or null. */
  valid_until: Date | null;
  /** Whether the content has the fields of the commercial terms. */
  include_commercial: boolean;
}

interface EditionsTable {
  key: string;
  /** The room. It is null for an edition that was rendered before this was recorded. */
  room_id: string | null;
  type: string;
  sha256: string;
  size: number;
  rendered_at: Date;
  last_used_at: Date;
}

interface SnapshotsTable {
  id: string;
  seq: Generated<number>;
  room_id: string;
  room_title: string;
  state_hash: string;
  revision: number;
  title: string;
  type: string;
  include_documents: boolean;
  include_approvals: boolean;
  include_activity: boolean;
  /** Whether the record states commercial terms. Only some roles may read it. */
  include_commercial: boolean;
  created_by: string;
  created_by_name: string;
  created_at: Date;
  status: string;
  error: string | null;
  completed_at: Date | null;
  edition_key: string | null;
  edition_sha256: string | null;
  edition_size: number | null;
  /** The seal's file. It is null if `seals` has the seal. */
  seal_sha256: string | null;
  seal_size: number | null;
  file_sha256: string | null;
  /** The earlier snapshot of the comparison: all three are null, or none. */
  compared_id: string | null;
  compared_at: Date | null;
  compared_revision: number | null;
  compared_state_hash: string | null;
  compared_documents: boolean | null;
  compared_approvals: boolean | null;
  compared_activity: boolean | null;
}

interface SealsTable {
  snapshot_id: string;
  sha256: string;
  bytes: Uint8Array;
}

interface TasksTable {
  id: string;
  snapshot_id: string;
  /** The position of the snapshot. */
  seq: number;
  /** The account that requested the snapshot. */
  created_by: string;
  status: string;
  stage: string;
  progress: number;
  /** The attempt that holds the task. Changes of earlier attempts are refused. */
  attempt: number;
  /** The attempts that count against the limit of a task: failed, interrupted, or running. */
  failed_attempts: Generated<number[]>;
  /** A number that increases with every change, so that a listener knows which changes it has seen. */
  version: number;
  timeout_seconds: number;
  error: string | null;
  was_cached: boolean | null;
  /** By the clock of the queue, which does not leap. */
  waiting_since: Date | null;
  /** The time of the request or of the last retry. */
  created_at: Date;
  started_at: Date | null;
  completed_at: Date | null;
}

interface AuditEntriesTable {
  seq: number;
  at: Date;
  actor: string;
  action: string;
  room_id: string | null;
  detail: JsonColumn;
  hash: string;
}

interface AuditHeadTable {
  only_row: Generated<boolean>;
  seq: number;
  hash: string;
}

interface IdempotencyKeysTable {
  actor: string;
  key: string;
  fingerprint: string;
  status: number | null;
  body: JsonColumn | null;
  location: string | null;
  etag: string | null;
  created_at: Date;
}

/** The requests that one process answered in one minute, of one route and status. */
interface MetricRequestsTable {
  minute: Date;
  process: string;
  method: string;
  route: string;
  status: number;
  count: number;
  sum_ms: number;
  min_ms: number;
  max_ms: number;
  /** Logarithmic buckets of the durations, and the number of durations in each. */
  buckets: number[];
  bucket_counts: number[];
}

/** One completed or failed snapshot. */
interface MetricGenerationsTable {
  id: string;
  at: Date;
  type: string;
  /** The source of its edition: memory, disk or rendered. It is null if the snapshot failed. */
  source: string | null;
  /** The code of the error that ended it. */
  failure: string | null;
  duration_ms: number | null;
  wait_ms: number | null;
}

/** The counters and gauges of one process in one minute. */
interface MetricMinutesTable {
  minute: Date;
  process: string;
  cache_memory_hits: number;
  cache_disk_hits: number;
  cache_misses: number;
  cache_evictions: number;
  render_restarts: number;
  queue_depth: number;
  memory_rss_bytes: number;
  event_loop_delay_p99_ms: number;
}

interface BlobsTable {
  /** The name of a blob that may be referred to. */
  sha256: string;
  /** When the blob was last stored, or protected for a change. */
  kept_at: Date;
}

/** Blobs that are being removed. Nothing can refer to them. */
interface BlobRemovalsTable {
  sha256: string;
  begun_at: Date;
}

interface BlobHoldsTable {
  id: string;
  /** The time until which no blob is removed. */
  until: Date;
}

interface DailyJobsTable {
  name: string;
  /** The latest local day for which the job was enqueued. */
  day: Day;
}

interface ClockTrustTable {
  /** Null while the clock is trusted. */
  doubt_reason: string | null;
  expected_at: Date | null;
  actual_at: Date | null;
  /** The moment until which the last clean-up removed data. */
  cleaned_up_to: Date | null;
}

interface MachineBootsTable {
  boot_id: string;
  /** By the clock that the machine had when it was last seen. */
  booted_at: Date;
}

interface InstallationTable {
  only_row: Generated<boolean>;
  id: Generated<string>;
  /** Whether a data folder has this id. */
  has_folder: Generated<boolean>;
  /** The files that the last clean-up held back; null if there were none. */
  held_back: JsonColumn | null;
}
