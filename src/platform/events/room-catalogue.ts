import { Type } from 'typebox';
import type { EventDefinitions } from './event-definition.ts';
import { Change, ChangeOf, Days, Email, Fact, Flag, Id, Nullable, Text } from './payload.ts';

/** A change of a room increments its revision and adds an activity, and can change its verdict and permissions. */
const CHANGED = ['room', 'activity'] as const;
const OF_ROOM = { belongsTo: 'room', audience: 'room' } as const;
export const ROOM_CHANGE = { ...OF_ROOM, revision: 'stated', stale: CHANGED } as const;

const APPROVAL = { ...ROOM_CHANGE, item: 'approval', stale: [...CHANGED, 'approvals'] } as const;
// A party that decides has an approval, which shows its name and role.
const PARTY = { ...ROOM_CHANGE, item: 'party', stale: [...CHANGED, 'parties', 'approvals'] } as const;
// Documents and approvals show the name of their vessel, which a namesake changes.
const VESSEL = {
  ...ROOM_CHANGE,
  item: 'vessel',
  stale: [...CHANGED, 'vessels', 'documents', 'approvals'],
} as const;

export const ROOM_CATALOGUE = {
  room_created: {
    ...OF_ROOM,
    revision: 'moved',
    stale: CHANGED,
    meaning: 'A room was opened.',
    payload: {
      room_id: Id,
      title: Text,
      required_documents: Type.Optional(Flag),
      template: Type.Optional(Text),
      copied_from: Type.Optional(Id),
      demonstration: Type.Optional(Flag),
    },
  },
  room_updated: {
    ...ROOM_CHANGE,
    // The time of the operation decides which documents expire too early.
    stale: [...CHANGED, 'documents'],
    meaning: 'Facts of a room were changed.',
    payload: {},
    others: Change,
  },
  status_change: {
    ...ROOM_CHANGE,
    meaning: 'The status of a room was changed.',
    payload: { status: ChangeOf(Text), note: Nullable(Text), override: Type.Optional(Nullable(Text)) },
  },
  snapshot_retention_changed: {
    ...OF_ROOM,
    revision: 'kept',
    stale: ['room'],
    meaning: 'The number of days for which a room keeps its snapshots was changed.',
    payload: { snapshot_retention_days: ChangeOf(Nullable(Days)) },
  },
  room_deleted: {
    ...OF_ROOM,
    revision: 'kept',
    stale: [...CHANGED, 'documents', 'vessels', 'parties', 'approvals', 'snapshots'],
    mayRevoke: 'room',
    meaning: 'A room was deleted with everything in it.',
    payload: { room_id: Id, title: Text, revision: Type.Integer({ description: 'last revision' }) },
  },
  message_sent: { ...ROOM_CHANGE, meaning: 'A message was sent to a room.', payload: { text: Text } },

  party_added: {
    ...PARTY,
    meaning: 'A person became a party of a room.',
    payload: { party_id: Id, role: Text, name: Text, email: Email, company: Nullable(Text) },
  },
  party_updated: {
    ...PARTY,
    mayRevoke: 'room',
    meaning: 'The role, name or company of a party was changed.',
    payload: { party_id: Id },
    others: Change,
  },
  party_removed: {
    ...PARTY,
    mayRevoke: 'room',
    meaning: 'A party was removed from a room.',
    payload: { party_id: Id, name: Text, email: Email, role: Text },
  },

  vessel_created: {
    ...VESSEL,
    meaning: 'A vessel was added to a room, and the documents that the room asks for from it were listed.',
    payload: { vessel_id: Id },
    others: Fact,
  },
  vessel_updated: {
    ...VESSEL,
    meaning: 'Facts of a vessel were changed.',
    payload: { vessel_id: Id },
    others: Change,
  },
  vessel_deleted: {
    ...VESSEL,
    meaning: 'A vessel was removed from a room, with its approvals.',
    payload: { vessel_id: Id, name: Text, imo: Text, documents: Type.Optional(Text) },
  },

  approval_requested: {
    ...APPROVAL,
    meaning: 'A party was asked for an approval.',
    payload: { approval_id: Id, party_id: Id, vessel_id: Nullable(Id) },
  },
  approval_updated: {
    ...APPROVAL,
    meaning: 'A party gave or refused an approval.',
    payload: { approval_id: Id, party_id: Id },
    others: Change,
  },
  approval_lapsed: {
    ...APPROVAL,
    meaning:
      'An approval lapsed, because facts that it was given for have changed. Its party is asked again.',
    payload: {
      approval_id: Id,
      given_for_revision: Nullable(Type.Integer({ description: 'revision' })),
      because: Text,
    },
  },
  approval_subject_lifted: {
    ...APPROVAL,
    meaning: 'A subject of an approval was lifted.',
    payload: { approval_id: Id, subject: Text, reason: Text },
  },
  approval_revoked: {
    ...APPROVAL,
    meaning: 'A decided approval became pending again.',
    payload: { approval_id: Id, party_id: Id },
    others: Change,
  },
} as const satisfies EventDefinitions;
