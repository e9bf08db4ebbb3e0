import { type TSchema, Type } from 'typebox';
import { OUTCOMES, ROOM_STATUSES } from '../../../clearance/vocabulary/room-words.ts';
import { ROOM_ACTIONS } from '../../../people/permissions/policy.ts';
import { ROLES } from '../../../people/permissions/roles.ts';

export const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

const Id = Type.String({ format: 'uuid' });
const Word = Type.String();
const Moment = Type.String({ format: 'date-time' });
const Day = Type.String({ format: 'date' });
const Amount = Type.Number();

const facts = {
  id: Id,
  title: Word,
  location: Word,
  status: Word,
  timeline_phase: Nullable(Word),
  description: Nullable(Word),
  sts_eta: Moment,
  time_zone: Word,
  expected_duration_hours: Amount,
  expiry_margin_days: Type.Integer(),
  operation_mode: Nullable(Word),
  cargo_type: Nullable(Word),
  cargo_quantity: Nullable(Amount),
  cargo_unit: Nullable(Word),
  cargo_value_usd: Nullable(Amount),
  demurrage_rate_per_day: Nullable(Amount),
  demurrage_rate_per_hour: Nullable(Amount),
  poac: Nullable(Word),
  sts_provider: Nullable(Word),
  created_by: Word,
  created_at: Moment,
  updated_at: Moment,
  revision: Type.Integer(),
  your_role: Type.Enum([...ROLES], { description: 'The role that you have in this room' }),
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
    Type.Integer({ description: 'Days after which snapshots are deleted; null keeps them' }),
  ),
  verdict: Type.Object({
    outcome: Outcome,
    reasons: Type.Array(VerdictReason),
  }),
  permissions: Type.Array(Type.Enum(ROOM_ACTIONS), { description: 'What you may do in this room' }),
  next_statuses: Type.Array(Type.Enum([...ROOM_STATUSES]), {
    description: 'The statuses that the room can go to from its own',
  }),
  expected_end: Type.String({ format: 'date-time', description: 'ETA and expected duration' }),
  last_day_needed: Type.String({
    format: 'date',
    description: 'The last UTC day on which certificates have to be valid: the expected end and the margin',
  }),
});

export const RoomSummaryResponse = Type.Object({
  ...facts,
  parties: Type.Integer(),
  vessels: Type.Integer(),
  documents: Type.Integer(),
  documents_open: Type.Integer({ description: 'Missing, rejected, expired or under review' }),
  approvals_pending: Type.Integer(),
  verdict: Type.Object({
    outcome: Outcome,
    blocking: Type.Integer({ description: 'Findings that keep the operation from going ahead' }),
    subjects: Type.Integer({ description: 'Other open findings' }),
  }),
  blockers: Type.Array(Type.String(), { description: 'The first three of the blocking findings' }),
  last_snapshot: Nullable(Type.Object({ id: Id, status: Word, created_at: Moment })),
});

export const PartyResponse = Type.Object({
  id: Id,
  role: Word,
  name: Word,
  email: Word,
  company: Nullable(Word),
});

export const VesselResponse = Type.Object({
  id: Id,
  name: Word,
  operation_role: Nullable(Word),
  vessel_type: Word,
  flag: Word,
  imo: Word,
  call_sign: Nullable(Word),
  owner: Nullable(Word),
  charterer: Nullable(Word),
  status: Word,
  length: Nullable(Amount),
  beam: Nullable(Amount),
  draft: Nullable(Amount),
  manifold_height: Nullable(Amount),
  gross_tonnage: Nullable(Amount),
  net_tonnage: Nullable(Amount),
  built_year: Nullable(Type.Integer()),
  classification_society: Nullable(Word),
  pi_club: Nullable(Word),
  warnings: Type.Array(Type.String(), { description: 'What is doubtful about these data' }),
});

export const DocumentResponse = Type.Object({
  id: Id,
  type_code: Word,
  type_name: Word,
  category: Word,
  criticality: Word,
  required: Type.Boolean(),
  vessel_id: Nullable(Id),
  vessel_name: Nullable(Word),
  status: Type.String({ description: '`expired` once the expiry day is over, whatever was set' }),
  priority: Word,
  critical_path: Type.Boolean(),
  expires_on: Nullable(Day),
  days_at_eta: Nullable(Type.Integer({ description: 'Days from the ETA to the expiry' })),
  notes: Nullable(Word),
  file_name: Nullable(Word),
  file_size: Nullable(Type.Integer()),
  file_sha256: Nullable(Word),
  uploaded_by: Nullable(Word),
  uploaded_at: Nullable(Moment),
  reviewed_by: Nullable(Word),
  reviewed_at: Nullable(Moment),
});

export const DocumentTypeResponse = Type.Object({
  id: Id,
  code: Word,
  name: Word,
  description: Nullable(Word),
  category: Word,
  criticality: Word,
  required: Type.Boolean(),
});

export const ApprovalResponse = Type.Object({
  id: Id,
  party_id: Id,
  party_name: Word,
  party_role: Word,
  vessel_id: Nullable(Id),
  vessel_name: Nullable(Word),
  status: Word,
  note: Nullable(Word),
  requested_at: Moment,
  updated_at: Moment,
});

export const ActivityResponse = Type.Object({
  id: Id,
  at: Moment,
  actor: Word,
  action: Word,
  summary: Word,
});

export const TrailResponse = Type.Object({
  seq: Type.Integer(),
  at: Moment,
  actor: Word,
  action: Word,
  room_id: Nullable(Id),
  detail: Type.Record(Type.String(), Type.Unknown()),
});

/** A whole list. */
export const ItemsOf = <Item extends TSchema>(item: Item) => Type.Object({ items: Type.Array(item) });

/** Part of a list. */
export const PageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    next_cursor: Nullable(Type.String({ description: 'Give it as `cursor` for what follows' })),
  });

export const PageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
};

export const DeletedResponse = Type.Object({ message: Type.String(), id: Id });
