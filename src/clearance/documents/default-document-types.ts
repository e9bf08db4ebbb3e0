import type { Criticality, DocumentCategory } from '../vocabulary/room-words.ts';

/** A kind of document that a clearance can ask for. */
export interface DocumentTypeFacts {
  code: string;
  name: string;
  description: string | null;
  category: DocumentCategory;
  criticality: Criticality;
  required: boolean;
}

type Line = readonly [code: string, name: string, category: DocumentCategory, description: string | null];

/** The types that every operation needs: required and of high criticality. */
const CRITICAL: readonly Line[] = [
  ['q88', 'Q88 / HVPQ', 'technical', 'Vessel particulars, re-dated within the last 90 days.'],
  ['class_status', 'Class status report', 'technical', 'Not older than 30 days.'],
  ['iopp', 'IOPP certificate with Form B', 'regulatory', 'Valid 5 years.'],
  ['sts_plan', 'STS operations plan', 'regulatory', 'Approved under MARPOL Annex I, chapter 8.'],
  ['ism', 'ISM DOC and SMC', 'regulatory', 'Valid 5 years.'],
  ['pi_entry', 'P&I certificate of entry', 'commercial', 'Annual, renewed on 20 February.'],
  ['clc', 'CLC certificate', 'regulatory', 'Annual.'],
  ['fender_certificates', 'Fender certificates', 'technical', 'To ISO 17357-1.'],
  ['hose_tests', 'Hose test certificates', 'technical', 'Tested within the last year.'],
  ['poac_qualification', 'POAC qualifications', 'general', null],
  ['risk_assessment', 'Risk assessment', 'technical', null],
  ['joint_plan', 'Joint plan of operation', 'technical', null],
  ['checklist_1', 'STS checklist 1: prior fixture', 'technical', null],
  ['checklist_2', 'STS checklist 2: before operations', 'technical', null],
  ['checklist_3', 'STS checklist 3: before run-in and mooring', 'technical', null],
  ['checklist_4', 'STS checklist 4: before cargo transfer', 'technical', null],
  ['checklist_5', 'STS checklist 5: before unmooring', 'technical', null],
  ['coastal_notice', 'Coastal State notification', 'regulatory', 'At least 48 hours before the arrival.'],
  ['sanctions_screening', 'Sanctions and AIS screening', 'commercial', null],
];

/** Types that most ships have. They count if a room lists one. */
const HIGH: readonly Line[] = [
  ['class_certificate', 'Class certificate', 'technical', 'Valid 5 years.'],
  ['issc', 'International ship security certificate', 'regulatory', 'Valid 5 years.'],
  ['safety_construction', 'Safety construction certificate', 'regulatory', 'Valid 5 years.'],
  ['safety_equipment', 'Safety equipment certificate', 'regulatory', 'Valid 5 years.'],
  ['safety_radio', 'Safety radio certificate', 'regulatory', 'Valid 5 years.'],
  ['load_line', 'Load line certificate', 'regulatory', 'Valid 5 years.'],
  ['bunker_convention', 'Bunker convention certificate', 'regulatory', 'Annual.'],
  ['wreck_removal', 'Wreck removal certificate', 'regulatory', 'Annual.'],
  ['sire', 'SIRE report', 'commercial', 'Not older than 12 months.'],
  ['cap_rating', 'CAP rating', 'technical', 'For ships over 15 years; valid 3 years.'],
  ['mooring_plan', 'Mooring plan and line certificates', 'technical', 'To MEG4.'],
  ['safety_data_sheet', 'Safety data sheet and cargo origin', 'commercial', null],
];

const MEDIUM: readonly Line[] = [
  ['hull_machinery', 'Hull and machinery cover', 'commercial', 'Annual.'],
  ['port_state_control', 'Port State control record', 'regulatory', null],
  ['crew_list', 'Crew list', 'general', null],
  ['officer_matrix', 'Officer matrix', 'general', null],
  ['provider_audit', 'STS provider audit', 'general', 'Annual.'],
  ['drill_record', 'STS drill record', 'general', null],
];

const toType =
  (criticality: Criticality, required: boolean) =>
  ([code, name, category, description]: Line): DocumentTypeFacts => ({
    code,
    name,
    description,
    category,
    criticality,
    required,
  });

/** What a new installation starts with; an administrator changes and adds. */
export const DEFAULT_DOCUMENT_TYPES: readonly DocumentTypeFacts[] = [
  ...CRITICAL.map(toType('high', true)),
  ...HIGH.map(toType('high', false)),
  ...MEDIUM.map(toType('med', false)),
];
