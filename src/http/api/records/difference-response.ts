import { Type } from 'typebox';
import { OUTCOMES } from '../../../clearance/vocabulary/room-words.ts';
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
    description: 'Name of the field; `file`, `uploaded` and `reviewed` stand for several',
  }),
  label: Type.String({ description: 'The field as people call it' }),
  before: Readable('As people read it; null where nothing was stated'),
  after: Readable('As people read it; null where nothing is stated'),
});

const Change = Type.Object({
  kind: Type.Enum(['added', 'removed', 'changed']),
  subject: Type.Object({
    type: Type.Enum(['operation_fact', 'vessel', 'party', 'document_type', 'document', 'approval']),
    id: Type.String({ description: 'Stays the same when the thing is renamed' }),
    name: Type.String({ description: 'The newer name' }),
  }),
  fields: Type.Array(FieldChange),
  text: Type.String({ description: 'The whole change in one sentence' }),
});

const Changes = Type.Array(Change);
const Outcome = Type.Enum([...OUTCOMES]);

export const DifferenceResponse = Type.Object({
  before: ComparedSnapshot,
  after: ComparedSnapshot,
  equal: Type.Boolean({ description: 'Whether nothing that could be compared is different' }),
  counts: Type.Object(
    { added: Type.Integer(), removed: Type.Integer(), changed: Type.Integer() },
    { description: 'Over all lists of changes; verdict and activity are not among them' },
  ),
  verdict: Type.Object({
    from: Outcome,
    to: Outcome,
    text: Readable('Null if the outcome is the same'),
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
      count: Type.Integer({ description: 'How many entries are new' }),
      removed_count: Type.Integer({ description: '0 unless the newer snapshot was given first' }),
      entries: Type.Array(ActivityResponse, { description: 'The new ones, oldest first' }),
    }),
  ),
  not_compared: Type.Array(
    Type.Object({
      section: Type.Enum(['documents', 'approvals', 'activity']),
      missing_in: Type.Enum(['before', 'after', 'both']),
      text: Type.String(),
    }),
    { description: 'Sections that not both snapshots include; they are null above' },
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
