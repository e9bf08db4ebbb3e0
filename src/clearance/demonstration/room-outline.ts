import type { RoomRole } from '../../people/permissions/roles.ts';
import type { ApprovalStatus, DocumentStatus, RoomStatus, Stage } from '../vocabulary/room-words.ts';
import { DEMONSTRATION_ACCOUNTS } from './demonstration-accounts.ts';
import type { ShipFigures } from './ship-figures.ts';

/** The outline of a demonstration room. `outlined-room.ts` converts it to rows. */
export interface RoomOutline {
  facts: {
    title: string;
    location: string;
    status: RoomStatus;
    stage: Stage;
    timeline_phase: string;
    description: string;
    time_zone: string;
    expected_duration_hours: number;
    expiry_margin_days: number;
    operation_mode: 'anchor' | 'underway';
    cargo_type: string;
    cargo_quantity: number;
    cargo_unit: string;
    cargo_value_usd: number;
    demurrage_rate_per_day: number;
    demurrage_rate_per_hour: number;
    commission_percent: number;
    poac: string;
    sts_provider: string;
  };
  createdDaysAgo: number;
  /** The offset from the time of creation. It is negative for an operation that has begun. */
  etaInHours: number;
  parties: PartyOutline[];
  vessels: VesselOutline[];
  documents: DocumentOutline[];
  /**
   * The decisions by the email of the party. The approvals of other deciding parties are pending. A given approval is of
   * the room as it stands.
   */
  approvals: Record<string, { status: ApprovalStatus; note?: string; subjects?: string[] }>;
  messages: MessageOutline[];
  /** Where and when the operation takes place after all. The approvals were given for the other place and time. */
  moved?: { location: string; byHours: number };
  /** The status that the room gets at last although the stage is not cleared, and why. */
  override?: { status: RoomStatus; reason: string };
}

interface PartyOutline {
  role: RoomRole;
  name: string;
  email: string;
  company: string;
}

export interface VesselOutline extends ShipFigures {
  name: string;
  operation_role: 'discharging' | 'receiving' | null;
  manoeuvring_role: 'constant_heading' | 'manoeuvring' | null;
  vessel_type: string;
  flag: string;
  imo: string;
  call_sign: string;
  owner: string;
  charterer: string;
  length: number;
  beam: number;
  draft: number;
  manifold_height: number;
  gross_tonnage: number;
  net_tonnage: number;
  built_year: number;
  classification_society: string;
  pi_club: string;
}

export interface DocumentOutline {
  /** The code of a default document type. */
  type: string;
  /** The index in `vessels`. It is left out for a document of the operation. */
  vessel?: number;
  status?: DocumentStatus;
  expiresInDays?: number;
  issuedDaysAgo?: number;
  notes?: string;
  priority?: string;
}

export interface MessageOutline {
  by: string;
  text: string;
}

/** Returns the party of a demonstration account, with its company in this room. */
export function accountParty(role: RoomRole, company: string): PartyOutline {
  const account = DEMONSTRATION_ACCOUNTS.find((candidate) => candidate.role === role);
  if (!account) throw new Error(`There is no demonstration account for the role ${role}.`);
  return { role, name: account.name, email: account.email, company };
}
