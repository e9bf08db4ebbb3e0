import type { OUTCOMES } from './room-words.ts';

/**
 * The state of a room: everything that a report can show, at one revision.
 *
 * Names are those of the database and the API. Instants are ISO 8601 in UTC with milliseconds, days are
 * `YYYY-MM-DD`, lengths metres, tonnages gross or net tons. What nobody entered is `null`.
 */
export interface RoomState {
  /** The version of this shape; moves whenever a field changes its meaning. */
  format: 1;
  revision: number;
  room: RoomFacts;
  verdict: Verdict;
  parties: PartyState[];
  vessels: VesselState[];
  documents: DocumentState[];
  approvals: ApprovalState[];
  /** Complete, oldest first. */
  activity: ActivityState[];
}

export interface RoomFacts {
  id: string;
  title: string;
  location: string;
  status: string;
  timeline_phase: string | null;
  description: string | null;
  sts_eta: string;
  /** IANA name of the zone that the room's local times are in, such as `Europe/Athens`. */
  time_zone: string;
  expected_duration_hours: number;
  /** Days that a certificate must outlive the operation by. */
  expiry_margin_days: number;
  /** `anchor` or `underway`. */
  operation_mode: string | null;
  cargo_type: string | null;
  cargo_quantity: number | null;
  cargo_unit: string | null;
  cargo_value_usd: number | null;
  demurrage_rate_per_day: number | null;
  demurrage_rate_per_hour: number | null;
  /** The person in overall advisory control. */
  poac: string | null;
  sts_provider: string | null;
  created_by: string;
  created_at: string;
  /** When these facts last changed; what else happened in the room does not move it. */
  updated_at: string;
}

export interface PartyState {
  id: string;
  role: string;
  name: string;
  email: string;
  company: string | null;
}

export interface VesselState {
  id: string;
  name: string;
  /** `discharging` or `receiving`. */
  operation_role: string | null;
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
  gross_tonnage: number | null;
  net_tonnage: number | null;
  built_year: number | null;
  classification_society: string | null;
  pi_club: string | null;
}

export interface DocumentState {
  id: string;
  type_code: string;
  type_name: string;
  category: string;
  /** `high`, `med` or `low`. */
  criticality: string;
  required: boolean;
  vessel_id: string | null;
  vessel_name: string | null;
  /** What counts at the moment of the record: `expired` once the expiry day is over, whoever set what. */
  status: string;
  priority: string;
  critical_path: boolean;
  expires_on: string | null;
  /** Whole days from the day of the ETA to the expiry day, negative if it expires before. */
  days_at_eta: number | null;
  notes: string | null;
  file_name: string | null;
  file_size: number | null;
  file_sha256: string | null;
  uploaded_by: string | null;
  uploaded_at: string | null;
  reviewed_by: string | null;
  reviewed_at: string | null;
}

export interface ApprovalState {
  id: string;
  party_id: string;
  party_name: string;
  party_role: string;
  vessel_id: string | null;
  vessel_name: string | null;
  status: string;
  note: string | null;
  requested_at: string;
  updated_at: string;
}

export interface ActivityState {
  id: string;
  at: string;
  actor: string;
  /** What was done, such as `document_approved`. */
  action: string;
  /** One readable sentence that says to what, in the words of the trade. */
  summary: string;
}

/** Whether the operation may go ahead, and why (see `verdict.ts`). */
export interface Verdict {
  outcome: (typeof OUTCOMES)[number];
  reasons: VerdictReason[];
}

export interface VerdictReason {
  /** Whether this alone keeps the operation from going ahead. */
  blocking: boolean;
  code:
    | 'document_missing'
    | 'document_rejected'
    | 'document_expired'
    | 'document_expires_during_operation'
    | 'document_under_review'
    | 'approval_rejected'
    | 'approval_pending'
    | 'vessels_incomplete'
    | 'room_cancelled';
  /** What it is about: a document's type and vessel, or a party. */
  subject: string;
  /** One readable sentence. */
  text: string;
  document_id: string | null;
  approval_id: string | null;
}
