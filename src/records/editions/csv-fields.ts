import type {
  ActivityState,
  ApprovalState,
  DocumentState,
  PartyState,
  RoomFacts,
  VerdictReason,
  VesselState,
} from '../../clearance/vocabulary/room-state.ts';

/** The field names of a table in their order; the compiler refuses a list that forgets a field of the state. */
const allFieldsOf =
  <Row>() =>
  <const Fields extends readonly (keyof Row & string)[]>(
    fields: Fields & (Exclude<keyof Row, Fields[number]> extends never ? unknown : never),
  ): Fields =>
    fields;

export const ROOM_FIELDS = allFieldsOf<RoomFacts>()([
  'id',
  'title',
  'location',
  'status',
  'timeline_phase',
  'description',
  'sts_eta',
  'time_zone',
  'expected_duration_hours',
  'expiry_margin_days',
  'operation_mode',
  'cargo_type',
  'cargo_quantity',
  'cargo_unit',
  'cargo_value_usd',
  'demurrage_rate_per_day',
  'demurrage_rate_per_hour',
  'poac',
  'sts_provider',
  'created_by',
  'created_at',
  'updated_at',
]);

export const VERDICT_FIELDS = allFieldsOf<VerdictReason & { outcome: string }>()([
  'outcome',
  'blocking',
  'code',
  'subject',
  'text',
  'document_id',
  'approval_id',
]);

export const PARTY_FIELDS = allFieldsOf<PartyState>()(['id', 'role', 'name', 'email', 'company']);

export const VESSEL_FIELDS = allFieldsOf<VesselState>()([
  'id',
  'name',
  'operation_role',
  'vessel_type',
  'flag',
  'imo',
  'call_sign',
  'owner',
  'charterer',
  'status',
  'length',
  'beam',
  'draft',
  'manifold_height',
  'gross_tonnage',
  'net_tonnage',
  'built_year',
  'classification_society',
  'pi_club',
]);

export const DOCUMENT_FIELDS = allFieldsOf<DocumentState>()([
  'id',
  'type_code',
  'type_name',
  'category',
  'criticality',
  'required',
  'vessel_id',
  'vessel_name',
  'status',
  'priority',
  'critical_path',
  'expires_on',
  'days_at_eta',
  'notes',
  'file_name',
  'file_size',
  'file_sha256',
  'uploaded_by',
  'uploaded_at',
  'reviewed_by',
  'reviewed_at',
]);

export const APPROVAL_FIELDS = allFieldsOf<ApprovalState>()([
  'id',
  'party_id',
  'party_name',
  'party_role',
  'vessel_id',
  'vessel_name',
  'status',
  'note',
  'requested_at',
  'updated_at',
]);

export const ACTIVITY_FIELDS = allFieldsOf<ActivityState>()(['id', 'at', 'actor', 'action', 'summary']);
