import type { ACTIVITY_FIELDS } from './activity-fields.ts';
import type { DOCUMENT_FIELDS } from './document-fields.ts';
import type { CurrentOf, StateOf } from './field.ts';
import type { APPROVAL_FIELDS, PARTY_FIELDS } from './party-fields.ts';
import type { ROOM_FIELDS } from './room-fields.ts';
import type { Outcome } from './room-words.ts';
import type { VESSEL_FIELDS } from './vessel-fields.ts';

/**
 * The state of a room at one revision: all data that a report can show.
 *
 * Names are those of the database and the API. Instants are ISO 8601 in UTC with milliseconds, days are `YYYY-MM-DD`,
 * lengths are metres, tonnages are gross or net tons. A field without a value is `null`.
 */
export interface RoomState {
  /** The version of this structure. It is incremented when a field changes its meaning. */
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

export type RoomFacts = StateOf<typeof ROOM_FIELDS>;
export type CurrentRoomFacts = CurrentOf<typeof ROOM_FIELDS>;
export type PartyState = StateOf<typeof PARTY_FIELDS>;
export type CurrentParty = CurrentOf<typeof PARTY_FIELDS>;
export type VesselState = StateOf<typeof VESSEL_FIELDS>;
export type CurrentVessel = CurrentOf<typeof VESSEL_FIELDS>;
export type DocumentState = StateOf<typeof DOCUMENT_FIELDS>;
export type ApprovalState = StateOf<typeof APPROVAL_FIELDS>;
export type ActivityState = StateOf<typeof ACTIVITY_FIELDS>;

/** The decision whether the operation may go ahead, with its reasons (see `verdict.ts`). */
export interface Verdict {
  outcome: Outcome;
  reasons: VerdictReason[];
}

export interface VerdictReason {
  /** Whether this reason alone stops the operation. */
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
    | 'vessels_same_number'
    | 'vessels_same_part'
    | 'vessel_number_doubtful'
    | 'room_cancelled';
  /** The subject: the type and vessel of a document, or a party. */
  subject: string;
  /** One readable sentence. */
  text: string;
  document_id: string | null;
  approval_id: string | null;
}
