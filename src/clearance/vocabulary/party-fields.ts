import { ROOM_ROLES } from '../../people/permissions/roles.ts';
import type { OpenFieldTable } from './field.ts';
import { APPROVAL_STATUSES } from './room-words.ts';

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
  status: { kind: 'choice', of: APPROVAL_STATUSES, label: 'Status', isComputed: true },
  note: { kind: 'text', max: 2000, label: 'Note', isOptional: true, isComputed: true },
  requested_at: { kind: 'moment', label: 'Requested', isComputed: true },
  updated_at: { kind: 'moment', label: 'Last decided', isComputed: true },
} as const satisfies OpenFieldTable;
