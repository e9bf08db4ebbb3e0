import { ROOM_ROLES } from '../../people/permissions/roles.ts';
import type { OpenFieldTable } from './field.ts';
import { APPROVAL_CONCERNS, APPROVAL_STATUSES } from './room-words.ts';

/** A party of a room. */
export const PARTY_FIELDS = {
  id: { kind: 'id', label: 'Party', isComputed: true },
  role: { kind: 'choice', of: ROOM_ROLES, label: 'Role' },
  name: { kind: 'name', max: 255, label: 'Name' },
  label: {
    kind: 'line',
    max: 520,
    label: 'Name in texts',
    hint: 'The name, with the company or the address where the name is not unique in the room',
    isComputed: true,
    since: '0.3.0',
  },
  email: { kind: 'line', max: 254, label: 'Email', phrase: 'e-mail' },
  company: { kind: 'line', max: 255, label: 'Company', isOptional: true },
} as const satisfies OpenFieldTable;

/** The approval of a party, for the operation or for one ship. */
export const APPROVAL_FIELDS = {
  id: { kind: 'id', label: 'Approval', isComputed: true },
  party_id: { kind: 'id', label: 'Party' },
  party_name: {
    kind: 'line',
    max: 520,
    label: 'Name of the party',
    hint: 'The `label` of the party',
    isComputed: true,
  },
  party_role: { kind: 'choice', of: ROOM_ROLES, label: 'Role of the party', isComputed: true },
  vessel_id: { kind: 'id', label: 'Vessel', isOptional: true },
  vessel_name: {
    kind: 'line',
    max: 300,
    label: 'Name of the vessel',
    hint: 'The `label` of the vessel',
    isOptional: true,
    isComputed: true,
  },
  concerns: {
    kind: 'choice',
    of: APPROVAL_CONCERNS,
    label: 'Of',
    hint: 'What the approval is of: the operation, the suitability of its vessel, or the compatibility of the vessels',
    isComputed: true,
    since: '0.3.0',
  },
  status: { kind: 'choice', of: APPROVAL_STATUSES, label: 'Status', isComputed: true },
  note: { kind: 'text', max: 2000, label: 'Note', isOptional: true, isComputed: true },
  given_for_revision: {
    kind: 'whole',
    min: 1,
    max: 1e6,
    label: 'Given for revision',
    hint: 'The revision of the room that the party decided on',
    isOptional: true,
    isComputed: true,
    since: '0.3.0',
  },
  facts_hash: {
    kind: 'line',
    max: 64,
    label: 'Hash of the material facts',
    hint: 'SHA-256 of the canonical JSON of the facts that the approval was given for',
    isOptional: true,
    isComputed: true,
    since: '0.3.0',
  },
  lapsed_because: {
    kind: 'line',
    max: 500,
    label: 'Lapsed because of',
    hint: 'The material facts that changed after the approval was given',
    isOptional: true,
    isComputed: true,
    since: '0.3.0',
  },
  requested_at: { kind: 'moment', label: 'Requested', isComputed: true },
  updated_at: { kind: 'moment', label: 'Last decided', isComputed: true },
} as const satisfies OpenFieldTable;
