import type { DocumentOutline } from './room-outline.ts';

/** The documents of each ship. Those of later stages are not there yet. */
const SHIP_DOCUMENTS: readonly DocumentOutline[] = [
  { type: 'q88', issuedDaysAgo: 16 },
  { type: 'class_status', issuedDaysAgo: 9 },
  { type: 'iopp', expiresInDays: 913 },
  { type: 'sts_plan' },
  { type: 'ism', expiresInDays: 640 },
  { type: 'pi_entry', expiresInDays: 89 },
  { type: 'clc', expiresInDays: 89 },
  { type: 'class_certificate', expiresInDays: 1204 },
  { type: 'crew_list' },
  { type: 'checklist_1' },
  { type: 'checklist_2' },
  { type: 'checklist_3' },
  { type: 'checklist_4', status: 'missing' },
  { type: 'checklist_5', status: 'missing' },
];

const OPERATION_DOCUMENTS: readonly DocumentOutline[] = [
  { type: 'fender_certificates', expiresInDays: 402, notes: 'Four 3.3 × 6.5 m primary, two baby fenders.' },
  { type: 'hose_tests', expiresInDays: 151, notes: 'Two strings of 10″, tested at 15 bar.' },
  { type: 'poac_qualification', expiresInDays: 518 },
  { type: 'risk_assessment' },
  { type: 'joint_plan' },
  { type: 'coastal_notice' },
  { type: 'sanctions_screening' },
];

/**
 * Returns the documents of two ships and their operation that clear it for run-in.
 * @param changes what differs from them, by the code of the type
 */
export const clearedDocuments = (changes: Record<string, Partial<DocumentOutline>> = {}): DocumentOutline[] =>
  [
    ...[0, 1].flatMap((vessel) => SHIP_DOCUMENTS.map((document) => ({ ...document, vessel }))),
    ...OPERATION_DOCUMENTS,
  ].map((document) => ({ ...document, ...changes[document.type] }));
