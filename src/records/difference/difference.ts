import type {
  ActivityState,
  RoomState,
  Verdict,
  VerdictReason,
} from '../../clearance/vocabulary/room-state.ts';
import type { Stage } from '../../clearance/vocabulary/room-words.ts';

/** A state of which sections may have been left out. */
export type ComparableState = Pick<RoomState, 'room' | 'verdict' | 'parties' | 'vessels'> &
  Partial<Pick<RoomState, OptionalSection>>;

export type OptionalSection = 'documents' | 'approvals' | 'activity';

/** The differences between two states of one room, as text for users. */
export interface StateDifference {
  /** Whether all compared parts are equal. */
  equal: boolean;
  counts: Record<ChangeKind, number>;
  verdict: VerdictDifference;
  operation: Change[];
  vessels: Change[];
  parties: Change[];
  /**
   * The changes of document types, stated once for all documents of a type. Null, like the following fields, if not
   * compared.
   */
  document_types: Change[] | null;
  documents: Change[] | null;
  approvals: Change[] | null;
  activity: ActivityDifference | null;
  not_compared: NotCompared[];
}

export type ChangeKind = 'added' | 'removed' | 'changed';

export interface Change {
  kind: ChangeKind;
  subject: Subject;
  /** For added and removed items: all fields with a value. */
  fields: FieldChange[];
  /** The whole change in one sentence, without a full stop. */
  text: string;
}

export interface Subject {
  type: 'operation_fact' | 'vessel' | 'party' | 'document_type' | 'document' | 'approval';
  /** The id, which is the same in both states. */
  id: string;
  /** The newer name. */
  name: string;
}

/** The text of a field. It is null if the field has no value. */
export interface FieldChange {
  field: string;
  label: string;
  before: string | null;
  after: string | null;
}

export interface VerdictDifference {
  from: Verdict['outcome'];
  to: Verdict['outcome'];
  /** The stages that the two verdicts are for. Null for one of before 0.3.0. */
  from_stage: Stage | null;
  to_stage: Stage | null;
  /** Null if outcome, stage and rules are the same. */
  text: string | null;
  reasons_came: VerdictReason[];
  reasons_went: VerdictReason[];
}

export interface ActivityDifference {
  /** The number of new entries. */
  count: number;
  /** The number of entries that the second state lacks. It is 0, unless the newer state is the first. */
  removed_count: number;
  /** The new entries, oldest first. */
  entries: ActivityState[];
}

export interface NotCompared {
  section: OptionalSection | 'commercial';
  missing_in: 'before' | 'after' | 'both';
  text: string;
}
