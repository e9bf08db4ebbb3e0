import type { PartyState, RoomFacts, VesselState } from '../rooms/room-state.ts';
import type { TextSetter } from './printable-text.ts';
import { cellPlace, type TextTable, textTable } from './table-rows.ts';
import { localText, utcText } from './time-text.ts';
import { readable } from './vocabulary.ts';

/** The facts of the operation, and its description as it was written. */
export interface OperationFacts {
  table: TextTable;
  description: string | null;
}

/** Up to two ships side by side. */
export interface ShipTable {
  names: string[];
  table: TextTable;
}

/** Labels, and what they label. */
export const FACT_COLUMNS = [150, 343];
export const FACT_SIZE = 9;
const SHIP_COLUMNS = [117, 188, 188];
const PARTY_COLUMNS = [146, 62, 130, 155];
const PARTY_SIZE = 8.5;
const PAGE_WIDTH = 493;

const DASH = '–';

/** `12,500.5`, whatever the language of the machine. */
function numberText(value: number): string {
  const [whole = '', fraction] = String(Number(value.toPrecision(12))).split('.');
  if (whole.includes('e')) return String(value);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

const amount = (value: number | null, unit: string): string =>
  value === null ? DASH : `${numberText(value)} ${unit}`.trimEnd();

export function operationFacts(room: RoomFacts, setter: TextSetter): OperationFacts {
  const rows: [string, string | null][] = [
    ['Title', room.title],
    ['Location', room.location],
    ['Status', readable(room.status)],
    ['Phase', room.timeline_phase === null ? null : readable(room.timeline_phase)],
    ['ETA (UTC)', utcText(room.sts_eta)],
    ['ETA (local time)', localText(room.sts_eta, room.time_zone) ?? `unknown in the zone ${room.time_zone}`],
    ['Expected duration', amount(room.expected_duration_hours, 'hours')],
    [
      'Certificates must outlive it by',
      amount(room.expiry_margin_days, room.expiry_margin_days === 1 ? 'day' : 'days'),
    ],
    ['Mode', room.operation_mode === null ? null : readable(room.operation_mode)],
    ['Cargo', room.cargo_type],
    ['Quantity', amount(room.cargo_quantity, room.cargo_unit ?? '')],
    ['Cargo value', amount(room.cargo_value_usd, 'USD')],
    ['Demurrage a day', amount(room.demurrage_rate_per_day, 'USD')],
    ['Demurrage an hour', amount(room.demurrage_rate_per_hour, 'USD')],
    ['Person in overall advisory control', room.poac],
    ['STS provider', room.sts_provider],
    ['Room created', `${utcText(room.created_at)} by ${room.created_by}`],
    ['Facts last changed', utcText(room.updated_at)],
  ];
  const texts = rows.map(([label, value]) => [label, value ?? DASH]);
  const description = setter.lines(room.description ?? '', { width: PAGE_WIDTH, size: FACT_SIZE }).join('\n');
  return {
    table: textTable(texts, FACT_COLUMNS, FACT_SIZE, setter),
    description: description || null,
  };
}

const SHIP_FACTS: [label: string, value: (ship: VesselState) => string | null][] = [
  ['Part in the operation', (ship) => ship.operation_role && readable(ship.operation_role)],
  ['Type', (ship) => readable(ship.vessel_type)],
  ['IMO number', (ship) => ship.imo],
  ['Flag', (ship) => ship.flag],
  ['Call sign', (ship) => ship.call_sign],
  ['Status', (ship) => readable(ship.status)],
  ['Owner', (ship) => ship.owner],
  ['Charterer', (ship) => ship.charterer],
  ['Class', (ship) => ship.classification_society],
  ['P&I club', (ship) => ship.pi_club],
  ['Built', (ship) => (ship.built_year === null ? null : String(ship.built_year))],
  ['Length overall', (ship) => amount(ship.length, 'm')],
  ['Beam', (ship) => amount(ship.beam, 'm')],
  ['Draft', (ship) => amount(ship.draft, 'm')],
  ['Manifold height', (ship) => amount(ship.manifold_height, 'm')],
  ['Gross tonnage', (ship) => amount(ship.gross_tonnage, '')],
  ['Net tonnage', (ship) => amount(ship.net_tonnage, '')],
];

const PARTS = ['discharging', 'receiving'];

/** The discharging ship stands left of the receiving one; more ships follow in further pairs. */
export function shipTables(vessels: VesselState[], setter: TextSetter): ShipTable[] {
  const rank = ({ operation_role }: VesselState): number => {
    const part = PARTS.indexOf(operation_role ?? '');
    return part === -1 ? PARTS.length : part;
  };
  const ordered = vessels.toSorted((a, b) => rank(a) - rank(b));
  const tables: ShipTable[] = [];
  for (let index = 0; index < ordered.length; index += 2) {
    const pair = ordered.slice(index, index + 2);
    const columns = SHIP_COLUMNS.slice(0, pair.length + 1);
    const rows = SHIP_FACTS.map(([label, value]) => [label, ...pair.map((ship) => value(ship) ?? DASH)]);
    const names = pair.map(({ name }) =>
      setter.lines(name, cellPlace(SHIP_COLUMNS[1] ?? 0, 10, true)).join('\n'),
    );
    tables.push({ names, table: textTable(rows, columns, FACT_SIZE, setter) });
  }
  return tables;
}

/** Name, role, company, address. */
export const partyTable = (parties: PartyState[], setter: TextSetter): TextTable =>
  textTable(
    parties.map((party) => [party.name, readable(party.role), party.company ?? DASH, party.email]),
    PARTY_COLUMNS,
    PARTY_SIZE,
    setter,
  );
