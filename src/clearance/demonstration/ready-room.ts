import { accountParty, type DocumentOutline, type RoomOutline } from './room-outline.ts';

const DISCHARGING = 0;
const RECEIVING = 1;

/** The documents of each ship. Those of later stages are not there yet. */
const SHIP_DOCUMENTS: readonly Omit<DocumentOutline, 'vessel'>[] = [
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

const shipDocuments = (vessel: number): DocumentOutline[] =>
  SHIP_DOCUMENTS.map((document) => ({ ...document, vessel }));

/** A room with all documents and all approvals. */
export const READY_ROOM: RoomOutline = {
  facts: {
    title: 'Aegean Pearl / Nordlys Spirit, Basrah Medium off Kalamata',
    location: 'Messiniakos Gulf, off Kalamata (Καλαμάτα), Greece',
    status: 'ready',
    stage: 'run_in',
    timeline_phase: 'ready',
    description:
      'Part cargo from Suezmax to Aframax at anchor. Daylight berthing; weather window agreed with the provider.',
    time_zone: 'Europe/Athens',
    expected_duration_hours: 30,
    expiry_margin_days: 3,
    operation_mode: 'anchor',
    cargo_type: 'Crude oil, Basrah Medium',
    cargo_quantity: 80_000,
    cargo_unit: 't',
    cargo_value_usd: 44_600_000,
    demurrage_rate_per_day: 42_000,
    demurrage_rate_per_hour: 1_750,
    commission_percent: 1.25,
    poac: 'Capt. Νίκος Αλεξίου',
    sts_provider: 'Ionian Transfer Services S.A.',
  },
  createdDaysAgo: 9,
  etaInHours: 66,
  parties: [
    accountParty('owner', 'Πελαγία Ναυτιλιακή Α.Ε.'),
    accountParty('broker', 'Sørensen & Lund Shipbrokers AS'),
    accountParty('charterer', 'ООО «Балтийский фрахт»'),
    accountParty('seller', 'شركة المنصوري لتجارة النفط'),
    accountParty('buyer', '中远联合石油有限公司'),
    accountParty('viewer', 'Inspecciones Marítimas Ibáñez S.L.'),
  ],
  vessels: [
    {
      name: 'Aegean Pearl',
      operation_role: 'discharging',
      vessel_type: 'Suezmax crude oil tanker',
      flag: 'Greece',
      imo: 'IMO 9312042',
      call_sign: 'SVCQ7',
      owner: 'Πελαγία Ναυτιλιακή Α.Ε.',
      charterer: 'ООО «Балтийский фрахт»',
      length: 274.2,
      beam: 48,
      draft: 16.9,
      manifold_height: 15.4,
      gross_tonnage: 81_380,
      net_tonnage: 52_045,
      built_year: 2012,
      classification_society: 'Lloyd’s Register',
      pi_club: 'Ionian Mutual P&I',
    },
    {
      name: 'Nordlys Spirit',
      operation_role: 'receiving',
      vessel_type: 'Aframax crude oil tanker',
      flag: 'Norway (NIS)',
      imo: 'IMO 9458717',
      call_sign: 'LAZQ5',
      owner: 'Nordlys Tankrederi ASA',
      charterer: '中远联合石油有限公司',
      length: 249.9,
      beam: 44,
      draft: 14.8,
      manifold_height: 14.1,
      gross_tonnage: 62_775,
      net_tonnage: 34_910,
      built_year: 2016,
      classification_society: 'DNV',
      pi_club: 'Skagerrak P&I Club',
    },
  ],
  documents: [
    ...shipDocuments(DISCHARGING),
    ...shipDocuments(RECEIVING),
    { type: 'fender_certificates', expiresInDays: 402, notes: 'Four 3.3 × 6.5 m primary, two baby fenders.' },
    { type: 'hose_tests', expiresInDays: 151, notes: 'Two strings of 10″, tested at 15 bar.' },
    { type: 'poac_qualification', expiresInDays: 518 },
    { type: 'risk_assessment' },
    { type: 'joint_plan', notes: 'Signed by both Masters. Согласовано обоими капитанами.' },
    { type: 'coastal_notice', notes: 'Sent to the Hellenic Coast Guard, 60 hours ahead. Ελήφθη.' },
    { type: 'sanctions_screening' },
  ],
  approvals: {
    'owner@roomshot.example': { status: 'approved', note: 'Σύμφωνοι με το σχέδιο.' },
    'broker@roomshot.example': { status: 'approved' },
    'charterer@roomshot.example': { status: 'approved', note: 'Замечаний нет.' },
  },
  messages: [
    {
      by: 'broker@roomshot.example',
      text: 'Please send the Q88s and class status reports by noon tomorrow.',
    },
    { by: 'owner@roomshot.example', text: 'Το πλοίο αναμένεται στο αγκυροβόλιο νωρίς το πρωί.' },
    { by: 'seller@roomshot.example', text: 'تم إرسال شهادة منشأ الشحنة إلى الوسيط.' },
    { by: 'buyer@roomshot.example', text: '已收到货物安全数据表，谢谢。' },
    { by: 'charterer@roomshot.example', text: 'Погодное окно подтверждено, ветер не более 5 баллов.' },
  ],
};
