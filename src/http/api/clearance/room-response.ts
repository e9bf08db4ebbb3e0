import { type TSchema, Type } from 'typebox';
import { ACTIVITY_FIELDS } from '../../../clearance/vocabulary/activity-fields.ts';
import { DOCUMENT_FIELDS } from '../../../clearance/vocabulary/document-fields.ts';
import { APPROVAL_FIELDS, PARTY_FIELDS } from '../../../clearance/vocabulary/party-fields.ts';
import { ROOM_FIELDS } from '../../../clearance/vocabulary/room-fields.ts';
import {
  CRITICALITIES,
  DOCUMENT_CATEGORIES,
  OUTCOMES,
  ROOM_STATUSES,
} from '../../../clearance/vocabulary/room-words.ts';
import { VESSEL_FIELDS } from '../../../clearance/vocabulary/vessel-fields.ts';
import { ROOM_ACTIONS } from '../../../people/permissions/policy.ts';
import { ROLES } from '../../../people/permissions/roles.ts';
import { responseProperties } from '../../schema/field-schema.ts';
import { Nullable } from '../../schema/nullable.ts';

const Id = Type.String({ format: 'uuid' });
const Word = Type.String();
const Moment = Type.String({ format: 'date-time' });

/** Adds to an item of a list the names of the texts of which the list has only the beginning. */
export const Shortened = {
  shortened: Type.Array(Type.String(), {
    description:
      'The fields of which this list has only the first 200 characters. Read the single item for the whole text',
  }),
};

const facts = {
  ...responseProperties(ROOM_FIELDS),
  revision: Type.Integer(),
  your_role: Type.Enum([...ROLES], { description: 'Your role in this room' }),
};

export const VerdictReason = Type.Object({
  blocking: Type.Boolean(),
  code: Word,
  subject: Word,
  text: Word,
  document_id: Nullable(Id),
  approval_id: Nullable(Id),
});

const Outcome = Type.Enum([...OUTCOMES]);

export const RoomResponse = Type.Object({
  ...facts,
  snapshot_retention_days: Nullable(
    Type.Integer({ description: 'The days after which snapshots are deleted. Null keeps them' }),
  ),
  verdict: Type.Object({
    outcome: Outcome,
    reasons: Type.Array(VerdictReason),
  }),
  permissions: Type.Array(Type.Enum(ROOM_ACTIONS), { description: 'Your permissions in this room' }),
  next_statuses: Type.Array(Type.Enum([...ROOM_STATUSES]), {
    description: 'The statuses that may follow the current one',
  }),
  expected_end: Type.String({ format: 'date-time', description: 'The ETA plus the expected duration' }),
  last_day_needed: Type.String({
    format: 'date',
    description:
      'The last UTC day on which documents must be valid: the day of the expected end plus the margin',
  }),
});

export const RoomSummaryResponse = Type.Object({
  ...facts,
  parties: Type.Integer(),
  vessels: Type.Integer(),
  documents: Type.Integer(),
  documents_open: Type.Integer({
    description: 'The number of documents that are missing, rejected, expired or under review',
  }),
  approvals_pending: Type.Integer(),
  verdict: Type.Object({
    outcome: Outcome,
    blocking: Type.Integer({ description: 'The number of findings that block the operation' }),
    subjects: Type.Integer({ description: 'The number of other open findings' }),
  }),
  blockers: Type.Array(Type.String(), { description: 'The first three blocking findings' }),
  ...Shortened,
  last_snapshot: Nullable(Type.Object({ id: Id, status: Word, created_at: Moment })),
});

export const PartyResponse = Type.Object(responseProperties(PARTY_FIELDS));

export const VesselResponse = Type.Object({
  ...responseProperties(VESSEL_FIELDS),
  warnings: Type.Array(Type.String(), { description: 'Warnings about implausible data' }),
});

export const DocumentResponse = Type.Object({
  ...responseProperties(DOCUMENT_FIELDS),
  expires_early: Type.Boolean({
    description:
      'Whether the document expires before `last_day_needed` of the room although the clearance needs it',
  }),
});

export const DocumentTypeResponse = Type.Object({
  id: Id,
  code: Word,
  name: Word,
  description: Nullable(Word),
  category: Type.Enum([...DOCUMENT_CATEGORIES]),
  criticality: Type.Enum([...CRITICALITIES]),
  required: Type.Boolean(),
});

export const ApprovalResponse = Type.Object(responseProperties(APPROVAL_FIELDS));

export const ActivityResponse = Type.Object(responseProperties(ACTIVITY_FIELDS));

export const TrailResponse = Type.Object({
  seq: Type.Integer(),
  at: Moment,
  actor: Word,
  action: Word,
  room_id: Nullable(Id),
  detail: Type.Record(Type.String(), Type.Unknown()),
});

/** Returns the schema of a complete list. */
export const ItemsOf = <Item extends TSchema>(item: Item) => Type.Object({ items: Type.Array(item) });

/** Part of a list. */
export const PageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    next_cursor: Nullable(Type.String({ description: 'The value of `cursor` for the next page' })),
  });

/** The page of a list within a room, which is whole in most rooms. */
export const SectionPageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 500 }),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
};

export const PageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
};

export const DeletedResponse = Type.Object({ message: Type.String(), id: Id });
