import type {
  ActivityState,
  RoomState,
  Verdict,
  VerdictReason,
} from '../../clearance/vocabulary/room-state.ts';

/** A state of which sections may have been left out. */
export type ComparableState = Pick<RoomState, 'room' | 'verdict' | 'parties' | 'vessels'> &
  Partial<Pick<RoomState, OptionalSection>>;

export type OptionalSection = 'documents' | 'approvals' | 'activity';

/** What is different between two states of one room, in the words of the trade. */
export interface StateDifference {
  /** Whether nothing that could be compared is different. */
  equal: boolean;
  counts: Record<ChangeKind, number>;
  verdict: VerdictDifference;
  operation: Change[];
  vessels: Change[];
  parties: Change[];
  /** What every document of a type has in common, said once. Null, like what follows, if not compared. */
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
  /** Of what was added and removed: everything that was stated. */
  fields: FieldChange[];
  /** All of it in one sentence, without a full stop. */
  text: string;
}

export interface Subject {
  type: 'operation_fact' | 'vessel' | 'party' | 'document_type' | 'document' | 'approval';
  /** The same in both states, whatever was renamed. */
  id: string;
  /** The newer name. */
  name: string;
}

/** A field as people read it; null where nothing is stated. */
export interface FieldChange {
  field: string;
  label: string;
  before: string | null;
  after: string | null;
}

export interface VerdictDifference {
  from: Verdict['outcome'];
  to: Verdict['outcome'];
  /** Null if the outcome is the same. */
  text: string | null;
  reasons_came: VerdictReason[];
  reasons_went: VerdictReason[];
}

export interface ActivityDifference {
  /** How many entries are new. */
  count: number;
  /** How many are gone; none, unless the newer state was given first. */
  removed_count: number;
  /** The new ones, oldest first. */
  entries: ActivityState[];
}

export interface NotCompared {
  section: OptionalSection;
  missing_in: 'before' | 'after' | 'both';
  text: string;
}
