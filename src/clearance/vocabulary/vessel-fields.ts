import type { OpenFieldTable } from './field.ts';
import { MANOEUVRING_ROLES, OPERATION_ROLES } from './room-words.ts';

const MAX_METRES = 1000;
const MAX_TONS = 1e7;

/** The particulars of a ship. */
export const VESSEL_FIELDS = {
  id: { kind: 'id', label: 'Vessel', isComputed: true },
  name: { kind: 'name', max: 255, label: 'Name' },
  label: {
    kind: 'line',
    max: 300,
    label: 'Name in texts',
    hint: 'The name, with the IMO number where the name is not unique in the room',
    isComputed: true,
    since: '0.3.0',
  },
  operation_role: { kind: 'choice', of: OPERATION_ROLES, label: 'Part in the operation', isOptional: true },
  manoeuvring_role: {
    kind: 'choice',
    of: MANOEUVRING_ROLES,
    label: 'Part in the manoeuvre',
    hint: 'Which of the two vessels keeps its heading, and which one manoeuvres alongside',
    isOptional: true,
    since: '0.3.0',
  },
  vessel_type: { kind: 'word', max: 100, label: 'Type' },
  flag: { kind: 'name', max: 100, label: 'Flag' },
  imo: {
    kind: 'name',
    max: 20,
    label: 'IMO number',
    phrase: 'IMO number',
    hint: 'With or without the prefix IMO. An implausible number is stored with a warning',
  },
  call_sign: { kind: 'line', max: 20, label: 'Call sign', isOptional: true },
  owner: { kind: 'line', max: 255, label: 'Owner', isOptional: true },
  charterer: { kind: 'line', max: 255, label: 'Charterer', isOptional: true },
  status: { kind: 'word', max: 50, label: 'Status', initial: 'active' },
  length: {
    kind: 'number',
    min: 0,
    max: MAX_METRES,
    unit: 'm',
    label: 'Length overall',
    isOptional: true,
  },
  beam: { kind: 'number', min: 0, max: MAX_METRES, unit: 'm', label: 'Beam', isOptional: true },
  draft: { kind: 'number', min: 0, max: MAX_METRES, unit: 'm', label: 'Draft', isOptional: true },
  manifold_height: {
    kind: 'number',
    min: 0,
    max: MAX_METRES,
    unit: 'm',
    label: 'Manifold height',
    isOptional: true,
  },
  gross_tonnage: { kind: 'number', min: 0, max: MAX_TONS, label: 'Gross tonnage', isOptional: true },
  net_tonnage: { kind: 'number', min: 0, max: MAX_TONS, label: 'Net tonnage', isOptional: true },
  built_year: {
    kind: 'year',
    min: 1850,
    max: 2199,
    label: 'Built',
    phrase: 'year built',
    isOptional: true,
  },
  classification_society: { kind: 'line', max: 255, label: 'Class', isOptional: true },
  pi_club: { kind: 'line', max: 255, label: 'P&I club', phrase: 'P&I club', isOptional: true },
} as const satisfies OpenFieldTable;
