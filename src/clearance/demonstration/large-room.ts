import { TANKER_DOCUMENT_TYPES } from '../documents/default-document-types.ts';
import {
  accountParty,
  type DocumentOutline,
  type MessageOutline,
  type RoomOutline,
  type VesselOutline,
} from './room-outline.ts';
import { shipFigures } from './ship-figures.ts';

type ShipLine = readonly [
  name: string,
  imo: string,
  flag: string,
  callSign: string,
  built: number,
  pi: string,
];

const SHIPS: readonly ShipLine[] = [
  ['Χρυσή Αυγερινή (Chrysi Avgerini)', 'IMO 9703265', 'Greece', 'SVDT4', 2015, 'Ionian Mutual P&I'],
  ['Полярная Звезда', 'IMO 9186558', 'Liberia', 'A8XQ2', 1999, 'Baltic Protection Club'],
  ['Østersund', 'IMO 9844100', 'Denmark (DIS)', 'OYKR2', 2019, 'Skagerrak P&I Club'],
  ['لؤلؤة عمان', 'IMO 9762388', 'Oman', 'A4DK9', 2016, 'Gulf Shipowners Mutual'],
  ['远明湖', 'IMO 9528172', 'China', 'BQDM', 2011, '东海船东互保协会'],
  ['Cabo de Peñas', 'IMO 9677014', 'Spain (CSR)', 'EAZK', 2014, 'Club Cantábrico P&I'],
  ['Łódź Trader', 'IMO 9890343', 'Malta', '9HA5317', 2021, 'Skagerrak P&I Club'],
  ['Thessaly Hope', 'IMO 9277632', 'Marshall Islands', 'V7AB3', 2004, 'Ionian Mutual P&I'],
];

const toVessel = ([name, imo, flag, call_sign, built_year, pi_club]: ShipLine, n: number): VesselOutline => ({
  name,
  // The others come alongside later.
  operation_role: (['discharging', 'receiving'] as const)[n] ?? null,
  manoeuvring_role: (['constant_heading', 'manoeuvring'] as const)[n] ?? null,
  vessel_type: n === 0 ? 'VLCC crude oil tanker' : 'Aframax crude oil tanker',
  flag,
  imo,
  call_sign,
  owner: 'Πελαγία Ναυτιλιακή Α.Ε.',
  charterer: 'ООО «Балтийский фрахт»',
  length: n === 0 ? 333 : 244 + n,
  ...shipFigures(n === 0 ? 'vlcc' : 'aframax', n === 0 ? 333 : 244 + n),
  beam: n === 0 ? 60 : 42 + (n % 3),
  draft: n === 0 ? 21.6 : 14.5 + n / 10,
  manifold_height: n === 0 ? 19.8 : 13.9 + n / 10,
  gross_tonnage: n === 0 ? 160_216 : 56_800 + n * 913,
  net_tonnage: n === 0 ? 109_874 : 29_700 + n * 401,
  built_year,
  classification_society: ['ABS', 'DNV', 'Lloyd’s Register', 'Bureau Veritas'][n % 4] ?? 'ABS',
  pi_club,
});

/** Returns one document of each default type for a ship. A few have problems. */
const shipDocuments = (vessel: number): DocumentOutline[] =>
  TANKER_DOCUMENT_TYPES.map(({ code, expires, max_age_days }, n) => {
    const lot = (vessel * 37 + n * 11) % 100;
    return {
      type: code,
      vessel,
      status: lot < 3 ? 'missing' : lot < 9 ? 'under_review' : lot < 11 ? 'rejected' : 'approved',
      ...(expires && { expiresInDays: lot === 11 ? 2 : 40 + lot * 9 }),
      ...(max_age_days !== null && { issuedDaysAgo: Math.floor((max_age_days * lot) / 250) }),
      ...(lot % 7 === 0 && {
        notes: `Checked against the original on board; reference ${1000 + vessel * 100 + n}.`,
      }),
    };
  });

const OPERATION_DOCUMENTS: DocumentOutline[] = [
  'risk_assessment',
  'joint_plan',
  'coastal_notice',
  'provider_audit',
].map((type) => ({ type }));

const REPORTERS = ['owner', 'broker', 'charterer', 'buyer'] as const;
const REPORTS: readonly ((n: number) => string)[] = [
  (n) => `Pumping at ${4200 + (n % 9) * 150} m³/h, manifold pressure ${6 + (n % 4)} bar, all fast.`,
  (n) => `Η μετάγγιση συνεχίζεται κανονικά· ποσότητα ${1200 + n * 31} m³.`,
  (n) => `Осмотр кранцев и швартовов выполнен, обход № ${n}.`,
  (n) => `第${n}次巡检完成，软管与护舷状况良好。`,
];

const REPORT_COUNT = 2_419;

/** Returns the reports of the ships. With the rest of the history these make 3,000 entries. */
const reports = (count: number): MessageOutline[] =>
  Array.from({ length: count }, (_, n) => {
    const turn = n % REPORTS.length;
    return {
      by: `${REPORTERS[turn] ?? 'broker'}@roomshot.example`,
      text: REPORTS[turn]?.(n + 1) ?? '',
    };
  });

/** A long campaign with many ships and 300 documents. The account of the seller is no party to it. */
export const LARGE_ROOM: RoomOutline = {
  facts: {
    title: 'Chrysi Avgerini lightering campaign, Gulf of Oman',
    location: 'Sohar STS area (منطقة صحار), Gulf of Oman',
    status: 'ready',
    stage: 'cargo_transfer',
    timeline_phase: 'ready',
    description: 'One mother ship lightered by seven Aframaxes over several weeks, underway and at anchor.',
    time_zone: 'Asia/Muscat',
    expected_duration_hours: 96,
    expiry_margin_days: 5,
    operation_mode: 'underway',
    cargo_type: 'Crude oil, Oman Export Blend',
    cargo_quantity: 2_000_000,
    cargo_unit: 'bbl',
    cargo_value_usd: 148_000_000,
    demurrage_rate_per_day: 65_000,
    demurrage_rate_per_hour: 2_708.33,
    commission_percent: 2.5,
    poac: 'Capt. María Fernández Ibáñez',
    sts_provider: 'Gulf of Oman Lightering LLC',
  },
  createdDaysAgo: 42,
  etaInHours: 20,
  parties: [
    accountParty('owner', 'Πελαγία Ναυτιλιακή Α.Ε.'),
    accountParty('broker', 'Sørensen & Lund Shipbrokers AS'),
    accountParty('charterer', 'ООО «Балтийский фрахт»'),
    accountParty('buyer', '中远联合石油有限公司'),
    accountParty('viewer', 'Inspecciones Marítimas Ibáñez S.L.'),
  ],
  vessels: SHIPS.map(toVessel),
  documents: [...SHIPS.flatMap((_, vessel) => shipDocuments(vessel)), ...OPERATION_DOCUMENTS],
  approvals: {
    'broker@roomshot.example': { status: 'approved' },
    'owner@roomshot.example': { status: 'approved' },
  },
  messages: reports(REPORT_COUNT),
  override: {
    status: 'active',
    reason: 'The ships of this week are complete. What is open belongs to ships that come alongside later.',
  },
};
