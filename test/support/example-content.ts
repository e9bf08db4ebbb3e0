import type {
  ActivityState,
  ApprovalState,
  DocumentState,
  PartyState,
  VesselState,
} from '../../src/clearance/vocabulary/room-state.ts';
import type { EditionContent } from '../../src/records/editions/edition-content.ts';

const PEOPLE = [
  ['Ελένη Παπαδοπούλου', 'owner', 'Αιγαίο Ναυτιλιακή Α.Ε.'],
  ['Сергей Иванов', 'seller', 'Черноморский Трейдинг ООО'],
  ['李伟', 'buyer', '上海远洋石油有限公司'],
  ['محمد الفارسي', 'charterer', 'شركة الخليج للشحن'],
  ['김민준', 'viewer', '한국해운 주식회사'],
  ['María Núñez Østergård', 'broker', 'North Sea Brokers Ltd'],
] as const;

const TYPES = [
  ['q88', 'Q88 / HVPQ', 'technical', 'high'],
  ['class_status', 'Class status report', 'regulatory', 'high'],
  ['iopp', 'IOPP certificate with Form B', 'regulatory', 'high'],
  ['p_and_i', 'P&I certificate of entry', 'commercial', 'high'],
  ['fenders', 'Fender certificates ISO 17357-1', 'technical', 'high'],
  ['hoses', 'Hose test certificates', 'technical', 'high'],
  ['sire', 'SIRE report', 'technical', 'med'],
  ['crew_list', 'Crew list', 'general', 'low'],
] as const;

const STATUSES = [
  'approved',
  'approved',
  'approved',
  'under_review',
  'missing',
  'expired',
  'rejected',
] as const;

/** Rooms of different salts have no time and no name in common. */
const at = (minute: number, salt: number): string =>
  new Date(Date.UTC(2026, 10, 1, 6, 0) + (minute + salt * 10_007) * 60_000).toISOString();
const named = (name: string, salt: number): string => (salt === 0 ? name : `${name} ${salt}`);
const pick = <T>(from: readonly T[], index: number): T => from[index % from.length] as T;
const id = (kind: number, index: number): string =>
  `00000000-0000-4000-8000-${String(kind)}${String(index).padStart(11, '0')}`;

/**
 * A room of a given size. Typst remembers what it has set: the salt makes every text another one that is not from a
 * list, as statuses, categories, kinds of documents and their codes are.
 */
export function exampleContent(documents: number, activities: number, salt = 0): EditionContent {
  return {
    format: 1,
    room: room(salt),
    verdict: {
      outcome: 'not_cleared',
      reasons: [
        reason(
          true,
          'document_expired',
          `Hose test certificates, ${shipName(0, salt)}`,
          `The certificate expired on 2026-10-0${(salt % 9) + 1}.`,
        ),
        reason(
          true,
          'document_missing',
          `IOPP certificate with Form B, ${shipName(1, salt)}`,
          'No certificate has been filed.',
        ),
        reason(
          false,
          'approval_pending',
          `${person(1, salt).name} (seller)`,
          `The approval is outstanding since ${at(1560, salt).slice(0, 10)} 08:00 UTC.`,
        ),
      ],
    },
    parties: PEOPLE.map((_, index) => party(index, salt)),
    vessels: [vessel(0, salt), vessel(1, salt)],
    documents: Array.from({ length: documents }, (_, index) => document(index, salt)),
    approvals: PEOPLE.map((_, index) => approval(index, salt)),
    activity: Array.from({ length: activities }, (_, index) => activity(index, salt)),
  };
}

function room(salt: number): EditionContent['room'] {
  return {
    id: id(1, salt),
    title: `${shipName(0, 0)} / ${shipName(1, 0)} – Kalamata lightering ${salt}`,
    location: named('Kalamata anchorage, 36°58′N 22°05′E', salt),
    status: 'active',
    // No phase of today. It stays because the hashes of the equal-bytes test rest on it.
    timeline_phase: 'pre_arrival' as 'pre_docs',
    description: 'Lightering of crude at anchor.\nWeather window agreed with the superintendent.',
    sts_eta: at(33 * 24 * 60, salt),
    time_zone: 'Europe/Athens',
    expected_duration_hours: 36,
    expiry_margin_days: 3,
    operation_mode: 'anchor',
    cargo_type: 'Crude oil, Johan Sverdrup',
    cargo_quantity: 95_000.5,
    cargo_unit: 'MT',
    cargo_value_usd: 61_000_000,
    demurrage_rate_per_day: 42_000,
    demurrage_rate_per_hour: 1750,
    poac: named('Capt. Γιώργος Νικολάου', salt),
    sts_provider: 'Fendercare',
    created_by: person(5, salt).name,
    created_at: at(0, salt),
    updated_at: at(60, salt),
  };
}

function reason(
  blocking: boolean,
  code: EditionContent['verdict']['reasons'][number]['code'],
  subject: string,
  text: string,
): EditionContent['verdict']['reasons'][number] {
  return { blocking, code, subject, text, document_id: null, approval_id: null };
}

function person(index: number, salt: number) {
  const [name, role, company] = pick(PEOPLE, index);
  return { name: named(name, salt), role, company: named(company, salt) };
}

const shipName = (index: number, salt: number): string =>
  named(index % 2 === 0 ? 'MT Aegean Star' : '海洋之星', salt);

function party(index: number, salt: number): PartyState {
  const { name, role, company } = person(index, salt);
  return {
    id: id(2, index),
    role,
    name,
    company,
    email: `${named(role, salt).replace(' ', '')}@example.com`,
  };
}

function vessel(index: number, salt: number): VesselState {
  return {
    id: id(3, index),
    name: shipName(index, salt),
    operation_role: index === 0 ? 'discharging' : 'receiving',
    vessel_type: 'aframax_tanker',
    flag: index === 0 ? 'Greece' : 'Hong Kong',
    imo: index === 0 ? 'IMO 9074729' : '9319466',
    call_sign: index === 0 ? 'SVAB7' : null,
    owner: person(index, salt).company,
    charterer: null,
    status: 'suitable',
    length: 243.8 + salt / 1000,
    beam: 42,
    draft: 14.9,
    manifold_height: 12.4,
    gross_tonnage: 57_301,
    net_tonnage: 32_150,
    built_year: 2009 + index,
    classification_society: 'DNV',
    pi_club: 'Gard',
  };
}

function document(index: number, salt: number): DocumentState {
  const [type_code, type_name, category, criticality] = pick(TYPES, index);
  const status = pick(STATUSES, index + salt);
  const filed = status !== 'missing';
  return {
    id: id(4, index),
    type_code,
    type_name,
    category,
    criticality,
    required: index % 5 !== 4,
    vessel_id: id(3, index % 2),
    vessel_name: shipName(index, salt),
    status,
    priority: index % 7 === 3 ? 'urgent' : 'normal',
    critical_path: index % 4 === 0,
    expires_on: filed ? `2027-0${(index % 9) + 1}-${((salt + 4) % 19) + 10}` : null,
    days_at_eta: filed ? (index % 6) * 40 - 20 : null,
    notes:
      index % 3 === 1
        ? `Renewal ${salt}-${index} was requested from class; the surveyor boards at the anchorage.`
        : null,
    file_name: filed ? `${type_code}-${salt}-${index}.pdf` : null,
    file_size: filed ? 120_000 + index : null,
    file_sha256: filed ? `${salt}`.padStart(8, '0').repeat(7) + `${index}`.padStart(8, '0') : null,
    uploaded_by: filed ? person(index, salt).name : null,
    uploaded_at: filed ? at(60 + index, salt) : null,
    reviewed_by: status === 'approved' ? person(5, salt).name : null,
    reviewed_at: status === 'approved' ? at(120 + index, salt) : null,
  };
}

function approval(index: number, salt: number): ApprovalState {
  const { name, role } = person(index, salt);
  return {
    id: id(5, index),
    party_id: id(2, index),
    party_name: name,
    party_role: role,
    vessel_id: index % 2 === 0 ? id(3, 0) : null,
    vessel_name: index % 2 === 0 ? shipName(0, salt) : null,
    status: pick(['approved', 'pending', 'approved', 'rejected'] as const, index),
    note: index === 3 ? named('Fenders too small.', salt) : null,
    requested_at: at(30 + index, salt),
    updated_at: at(90 + index, salt),
  };
}

function activity(index: number, salt: number): ActivityState {
  const [, type_name] = pick(TYPES, index);
  return {
    id: id(6, index),
    at: at(index, salt),
    actor: person(index, salt).name,
    action: 'document_updated',
    summary: `Entry ${salt}-${index}: ${type_name} moved to ${pick(STATUSES, index).replace('_', ' ')}`,
  };
}
