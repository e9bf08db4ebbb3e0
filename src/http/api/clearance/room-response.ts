import { type TSchema, Type } from 'typebox';
import { ACTIVITY_FIELDS } from '../../../clearance/vocabulary/activity-fields.ts';
import { JUDGEMENTS } from '../../../clearance/vocabulary/compatibility.ts';
import { DOCUMENT_FIELDS, VERSION_FIELDS } from '../../../clearance/vocabulary/document-fields.ts';
import { EXCEPTION_FIELDS } from '../../../clearance/vocabulary/exception-fields.ts';
import { APPROVAL_FIELDS, PARTY_FIELDS } from '../../../clearance/vocabulary/party-fields.ts';
import { REQUIREMENT_FIELDS } from '../../../clearance/vocabulary/requirement-fields.ts';
import { ROOM_FIELDS } from '../../../clearance/vocabulary/room-fields.ts';
import { FINDING_ACTIONS } from '../../../clearance/vocabulary/room-state.ts';
import {
  CRITICALITIES,
  DOCUMENT_CATEGORIES,
  OUTCOMES,
  ROOM_STATUSES,
  STAGES,
} from '../../../clearance/vocabulary/room-words.ts';
import { VESSEL_FIELDS } from '../../../clearance/vocabulary/vessel-fields.ts';
import { ROOM_ACTIONS } from '../../../people/permissions/policy.ts';
import { ROLES, ROOM_ROLES } from '../../../people/permissions/roles.ts';
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

/** A finding of the present rules. */
const Finding = Type.Object({
  blocking: Type.Boolean(),
  code: Word,
  subject: Word,
  text: Word,
  document_id: Nullable(Id),
  approval_id: Nullable(Id),
  action: Nullable(
    Type.Enum([...FINDING_ACTIONS], { description: 'What has to be done. Null if nothing can be done' }),
  ),
  acts: Type.Array(Type.Enum([...ROOM_ROLES]), { description: 'The roles whose parties can do it' }),
  party_id: Nullable(Id),
});

/** A finding in a frozen state. One of before 0.3.0 lacks what was added then. */
export const VerdictReason = Type.Object({
  ...Finding.properties,
  action: Type.Optional(Finding.properties.action),
  acts: Type.Optional(Finding.properties.acts),
  party_id: Type.Optional(Finding.properties.party_id),
});

const Outcome = Type.Enum([...OUTCOMES]);

export const RoomResponse = Type.Object({
  ...facts,
  snapshot_retention_days: Nullable(
    Type.Integer({ description: 'The days after which snapshots are deleted. Null keeps them' }),
  ),
  verdict: Type.Object({
    outcome: Outcome,
    reasons: Type.Array(Finding),
    stage: Type.Enum([...STAGES], { description: 'The stage that the outcome is for' }),
    rule_set: Type.Object({ name: Word, version: Word }, { description: 'The rules that decided' }),
    due_later: Type.Array(
      Type.Object({
        ...Finding.properties,
        due_stage: Type.Enum([...STAGES], { description: 'The stage that needs it' }),
      }),
      { description: 'What a later stage still needs. It is no finding yet' },
    ),
  }),
  exceptions: Type.Array(Type.Object(responseProperties(EXCEPTION_FIELDS)), {
    description: 'What was decided without evidence, oldest first. Nothing removes it',
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
    stage: Type.Enum([...STAGES], { description: 'The stage that the outcome is for' }),
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

const NullableNumber = Nullable(Type.Number());

export const CompatibilityResponse = Type.Object({
  vessels: Type.Array(Type.Object({ id: Id, label: Word }), {
    description:
      'The discharging vessel, then the receiving one. Empty if the room does not say which they are',
  }),
  facts: Type.Array(
    Type.Object({
      fact: Word,
      label: Word,
      unit: Nullable(Type.String({ description: '`m` or `t`. Null for a count' })),
      values: Type.Array(NullableNumber, {
        description: 'The values of the two vessels, in their order. Null means not stated',
      }),
      difference: NullableNumber,
      judgement: Type.Enum([...JUDGEMENTS], {
        description: '`not_judged` means that there is no limit for this fact',
      }),
      limit: Nullable(Word),
      source: Nullable(Type.String({ description: 'Where the limit is from' })),
      is_blocking: Type.Boolean({
        description: 'Whether a value outside the limit blocks the operation. Otherwise it is a subject',
      }),
    }),
  ),
});

export const DocumentResponse = Type.Object({
  ...responseProperties(DOCUMENT_FIELDS),
  earlier_versions: Type.Array(Type.Object(responseProperties(VERSION_FIELDS)), {
    description: 'The versions that newer ones replaced, oldest first',
  }),
  expires_early: Type.Boolean({
    description:
      'Whether the document expires before `last_day_needed` of the room although the clearance needs it',
  }),
});

const { applies_to, due_stage, expires, max_age_days, needs_file } = responseProperties(REQUIREMENT_FIELDS);

export const DocumentTypeResponse = Type.Object({
  id: Id,
  code: Word,
  name: Word,
  description: Nullable(Word),
  category: Type.Enum([...DOCUMENT_CATEGORIES]),
  required: Type.Boolean(),
  criticality: Type.Enum([...CRITICALITIES]),
  applies_to,
  due_stage,
  expires,
  max_age_days,
  needs_file,
});

export const RequirementResponse = Type.Object(responseProperties(REQUIREMENT_FIELDS));

export const ApprovalResponse = Type.Object({
  ...responseProperties(APPROVAL_FIELDS),
  subjects: Type.Array(
    Type.Object({
      id: Id,
      text: Word,
      lifted_by: Nullable(Word),
      lifted_at: Nullable(Moment),
      reason: Nullable(Word),
    }),
    { description: 'The conditions of the approval. Null values mean that the subject is open' },
  ),
});

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
