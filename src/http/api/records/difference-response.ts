import { Type } from 'typebox';
import { OUTCOMES, STAGES } from '../../../clearance/vocabulary/room-words.ts';
import type { Snapshot } from '../../../records/snapshots/snapshot.ts';
import type { SnapshotDifference } from '../../../records/snapshots/snapshot-difference.ts';
import { Nullable } from '../../schema/nullable.ts';
import { ActivityResponse, VerdictReason } from '../clearance/room-response.ts';

const Readable = (description: string) => Nullable(Type.String({ description }));

const ComparedSnapshot = Type.Object({
  id: Type.String({ format: 'uuid' }),
  title: Type.String(),
  created_by: Type.String(),
  created_at: Type.String({ format: 'date-time' }),
  revision: Type.Integer(),
  state_hash: Type.String(),
});

const FieldChange = Type.Object({
  field: Type.String({
    description: 'The name of the field. `file`, `uploaded` and `reviewed` each combine several fields',
  }),
  label: Type.String({ description: 'The label of the field' }),
  before: Readable('The value before, as text; null if it was not stated'),
  after: Readable('The value after, as text; null if it is not stated'),
});

const Change = Type.Object({
  kind: Type.Enum(['added', 'removed', 'changed']),
  subject: Type.Object({
    type: Type.Enum(['operation_fact', 'vessel', 'party', 'document_type', 'document', 'approval']),
    id: Type.String({ description: 'The id of the object. It does not change if the object is renamed' }),
    name: Type.String({ description: 'The name of the object in the later snapshot' }),
  }),
  fields: Type.Array(FieldChange),
  text: Type.String({ description: 'The change as one sentence' }),
});

const Changes = Type.Array(Change);
const Outcome = Type.Enum([...OUTCOMES]);
const StageOf = (which: string) =>
  Nullable(
    Type.Enum([...STAGES], { description: `The stage that the ${which} verdict is for; null before 0.3.0` }),
  );

export const DifferenceResponse = Type.Object({
  before: ComparedSnapshot,
  after: ComparedSnapshot,
  equal: Type.Boolean({ description: 'Whether the compared parts are equal' }),
  counts: Type.Object(
    { added: Type.Integer(), removed: Type.Integer(), changed: Type.Integer() },
    { description: 'The sums of all lists of changes, without verdict and activity' },
  ),
  verdict: Type.Object({
    from: Outcome,
    to: Outcome,
    from_stage: StageOf('earlier'),
    to_stage: StageOf('later'),
    text: Readable('The change as a sentence; null if outcome, stage and rules are the same'),
    reasons_came: Type.Array(VerdictReason),
    reasons_went: Type.Array(VerdictReason),
  }),
  operation: Changes,
  vessels: Changes,
  parties: Changes,
  document_types: Nullable(Changes),
  documents: Nullable(Changes),
  approvals: Nullable(Changes),
  activity: Nullable(
    Type.Object({
      count: Type.Integer({ description: 'The number of new entries' }),
      removed_count: Type.Integer({
        description: 'The number of removed entries: 0, unless the later snapshot is the first of the two',
      }),
      entries: Type.Array(ActivityResponse, { description: 'The new entries, oldest first' }),
    }),
  ),
  not_compared: Type.Array(
    Type.Object({
      section: Type.Enum(['commercial', 'documents', 'approvals', 'activity']),
      missing_in: Type.Enum(['before', 'after', 'both']),
      text: Type.String(),
    }),
    { description: 'What one of the snapshots lacks. Sections are null above' },
  ),
});

const toCompared = ({ id, title, createdBy, createdAt, revision, stateHash }: Snapshot) => ({
  id,
  title,
  created_by: createdBy,
  created_at: createdAt.toISOString(),
  revision,
  state_hash: stateHash,
});

export const toDifferenceResponse = ({ before, after, difference }: SnapshotDifference) => ({
  before: toCompared(before),
  after: toCompared(after),
  ...difference,
});
