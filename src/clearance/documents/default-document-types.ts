import type { InputOf } from '../vocabulary/field.ts';
import type { REQUIREMENT_FIELDS } from '../vocabulary/requirement-fields.ts';
import type { Criticality, DocumentCategory, DocumentSubject, Stage } from '../vocabulary/room-words.ts';

/** What a room asks for with a type of document. */
export type RequirementInput = InputOf<typeof REQUIREMENT_FIELDS>;

/** A kind of document that a clearance can ask for. Its requirement is what a room starts with. */
export interface DocumentTypeFacts extends RequirementInput {
  code: string;
  name: string;
  description: string | null;
  category: DocumentCategory;
}

type Line = readonly [
  code: string,
  name: string,
  category: DocumentCategory,
  appliesTo: DocumentSubject,
  dueStage: Stage,
  /** Whether it expires, and the age in days at which it no longer counts. */
  lasts: 'expires' | 'does not expire' | number,
  description: string | null,
];

/** The types that every operation needs: required and of high criticality. */
const CRITICAL: readonly Line[] = [
  [
    'q88',
    'Q88 / HVPQ',
    'technical',
    'each_ship',
    'before_operation',
    90,
    'Vessel particulars, re-dated within the last 90 days.',
  ],
  [
    'class_status',
    'Class status report',
    'technical',
    'each_ship',
    'before_operation',
    30,
    'Not older than 30 days.',
  ],
  [
    'iopp',
    'IOPP certificate with Form B',
    'regulatory',
    'each_ship',
    'before_operation',
    'expires',
    'Valid 5 years.',
  ],
  [
    'sts_plan',
    'STS operations plan',
    'regulatory',
    'each_ship',
    'before_operation',
    'does not expire',
    'Approved under MARPOL Annex I, chapter 8.',
  ],
  ['ism', 'ISM DOC and SMC', 'regulatory', 'each_ship', 'before_operation', 'expires', 'Valid 5 years.'],
  [
    'pi_entry',
    'P&I certificate of entry',
    'commercial',
    'each_ship',
    'before_operation',
    'expires',
    'Annual, renewed on 20 February.',
  ],
  ['clc', 'CLC certificate', 'regulatory', 'each_ship', 'before_operation', 'expires', 'Annual.'],
  [
    'fender_certificates',
    'Fender certificates',
    'technical',
    'operation',
    'run_in',
    'expires',
    'To ISO 17357-1.',
  ],
  [
    'hose_tests',
    'Hose test certificates',
    'technical',
    'operation',
    'cargo_transfer',
    'expires',
    'Tested within the last year.',
  ],
  ['poac_qualification', 'POAC qualifications', 'general', 'operation', 'before_operation', 'expires', null],
  [
    'risk_assessment',
    'Risk assessment',
    'technical',
    'operation',
    'before_operation',
    'does not expire',
    null,
  ],
  ['joint_plan', 'Joint plan of operation', 'technical', 'operation', 'run_in', 'does not expire', null],
  [
    'checklist_1',
    'STS checklist 1: prior fixture',
    'technical',
    'each_ship',
    'fixture',
    'does not expire',
    null,
  ],
  [
    'checklist_2',
    'STS checklist 2: before operations',
    'technical',
    'each_ship',
    'before_operation',
    'does not expire',
    null,
  ],
  [
    'checklist_3',
    'STS checklist 3: before run-in and mooring',
    'technical',
    'each_ship',
    'run_in',
    'does not expire',
    null,
  ],
  [
    'checklist_4',
    'STS checklist 4: before cargo transfer',
    'technical',
    'each_ship',
    'cargo_transfer',
    'does not expire',
    null,
  ],
  [
    'checklist_5',
    'STS checklist 5: before unmooring',
    'technical',
    'each_ship',
    'unmooring',
    'does not expire',
    null,
  ],
  [
    'coastal_notice',
    'Coastal State notification',
    'regulatory',
    'operation',
    'before_operation',
    'does not expire',
    'At least 48 hours before the arrival, and again if the ETA moves by more than 6 hours (MARPOL Annex I, regulation 42). In waters of the EU also Regulation (EU) 833/2014, article 3eb: 48 hours (?).',
  ],
  [
    'sanctions_screening',
    'Sanctions and AIS screening',
    'commercial',
    'operation',
    'fixture',
    'does not expire',
    'With an explanation of gaps in the AIS track within 72 hours (BIMCO clause, ?).',
  ],
];

/** Types that most ships have. They count if a room lists one. */
const HIGH: readonly Line[] = [
  [
    'class_certificate',
    'Class certificate',
    'technical',
    'each_ship',
    'before_operation',
    'expires',
    'Valid 5 years.',
  ],
  [
    'issc',
    'International ship security certificate',
    'regulatory',
    'each_ship',
    'before_operation',
    'expires',
    'Valid 5 years.',
  ],
  [
    'safety_construction',
    'Safety construction certificate',
    'regulatory',
    'each_ship',
    'before_operation',
    'expires',
    'Valid 5 years.',
  ],
  [
    'safety_equipment',
    'Safety equipment certificate',
    'regulatory',
    'each_ship',
    'before_operation',
    'expires',
    'Valid 5 years.',
  ],
  [
    'safety_radio',
    'Safety radio certificate',
    'regulatory',
    'each_ship',
    'before_operation',
    'expires',
    'Valid 5 years.',
  ],
  [
    'load_line',
    'Load line certificate',
    'regulatory',
    'each_ship',
    'before_operation',
    'expires',
    'Valid 5 years.',
  ],
  [
    'bunker_convention',
    'Bunker convention certificate',
    'regulatory',
    'each_ship',
    'before_operation',
    'expires',
    'Annual.',
  ],
  [
    'wreck_removal',
    'Wreck removal certificate',
    'regulatory',
    'each_ship',
    'before_operation',
    'expires',
    'Annual.',
  ],
  ['sire', 'SIRE report', 'commercial', 'each_ship', 'fixture', 365, 'Not older than 12 months.'],
  [
    'cap_rating',
    'CAP rating',
    'technical',
    'each_ship',
    'fixture',
    'expires',
    'For ships over 15 years; valid 3 years.',
  ],
  [
    'mooring_plan',
    'Mooring plan and line certificates',
    'technical',
    'each_ship',
    'run_in',
    'does not expire',
    'To MEG4.',
  ],
  [
    'safety_data_sheet',
    'Safety data sheet and cargo origin',
    'commercial',
    'operation',
    'cargo_transfer',
    'does not expire',
    null,
  ],
];

const MEDIUM: readonly Line[] = [
  [
    'hull_machinery',
    'Hull and machinery cover',
    'commercial',
    'each_ship',
    'before_operation',
    'expires',
    'Annual.',
  ],
  [
    'port_state_control',
    'Port State control record',
    'regulatory',
    'each_ship',
    'fixture',
    'does not expire',
    null,
  ],
  ['crew_list', 'Crew list', 'general', 'each_ship', 'before_operation', 'does not expire', null],
  ['officer_matrix', 'Officer matrix', 'general', 'each_ship', 'before_operation', 'does not expire', null],
  ['provider_audit', 'STS provider audit', 'general', 'operation', 'fixture', 365, 'Annual.'],
  ['drill_record', 'STS drill record', 'general', 'each_ship', 'before_operation', 'does not expire', null],
];

/** Types for other trades than crude oil and products. The name of each should be confirmed by an expert. */
const OTHER_TRADES: readonly Line[] = [
  [
    'gas_fitness',
    'Certificate of fitness (IGC Code)',
    'regulatory',
    'each_ship',
    'before_operation',
    'expires',
    'For gas carriers (?).',
  ],
  [
    'gas_compatibility',
    'Cargo, vapour and pressure compatibility',
    'technical',
    'operation',
    'before_operation',
    'does not expire',
    'Temperature, pressure, relief settings and last cargoes (?).',
  ],
  [
    'emergency_shutdown',
    'Emergency shutdown link test',
    'technical',
    'operation',
    'cargo_transfer',
    'does not expire',
    'Linked ESD, tested before the transfer (?).',
  ],
  [
    'inhibitor',
    'Inhibitor certificate',
    'technical',
    'operation',
    'cargo_transfer',
    'expires',
    'For cargoes that polymerise (?).',
  ],
  [
    'bunker_licence',
    'Bunker supplier licence',
    'regulatory',
    'operation',
    'fixture',
    'expires',
    'Where the port requires one (?).',
  ],
  [
    'bunker_checklist',
    'Bunkering checklist',
    'technical',
    'operation',
    'cargo_transfer',
    'does not expire',
    'ISGOTT, or IAPH for gas fuels (?).',
  ],
  [
    'bunker_quality',
    'Fuel quality certificate',
    'commercial',
    'operation',
    'cargo_transfer',
    'does not expire',
    'ISO 8217 (?).',
  ],
  [
    'cargo_declaration',
    'Cargo declaration (IMSBC Code)',
    'regulatory',
    'operation',
    'before_operation',
    'does not expire',
    'With moisture and flow properties (?).',
  ],
  [
    'hatch_cover_test',
    'Hatch cover test',
    'technical',
    'each_ship',
    'before_operation',
    'does not expire',
    null,
  ],
  [
    'crane_certificates',
    'Crane and grab certificates',
    'technical',
    'operation',
    'run_in',
    'expires',
    'Thorough examination within a year.',
  ],
  [
    'stability_plan',
    'Loading, unloading and stability plan',
    'technical',
    'each_ship',
    'cargo_transfer',
    'does not expire',
    'BLU Code (?).',
  ],
];

const toType =
  (criticality: Criticality, required: boolean) =>
  ([code, name, category, applies_to, due_stage, lasts, description]: Line): DocumentTypeFacts => ({
    ...{ code, name, description, category, required, criticality, applies_to, due_stage },
    expires: lasts === 'expires',
    max_age_days: typeof lasts === 'number' ? lasts : null,
    needs_file: true,
  });

/** The types of tankers. */
export const TANKER_DOCUMENT_TYPES: readonly DocumentTypeFacts[] = [
  ...CRITICAL.map(toType('high', true)),
  ...HIGH.map(toType('high', false)),
  ...MEDIUM.map(toType('med', false)),
];

/** What a new installation starts with; an administrator changes and adds. */
export const DEFAULT_DOCUMENT_TYPES: readonly DocumentTypeFacts[] = [
  ...TANKER_DOCUMENT_TYPES,
  ...OTHER_TRADES.map(toType('high', false)),
];
