import { fieldNames } from '../../../clearance/vocabulary/field.ts';
import { ROOM_FIELDS } from '../../../clearance/vocabulary/room-fields.ts';
import type { PartyState, RoomFacts } from '../../../clearance/vocabulary/room-state.ts';
import { DASH } from '../../wording/amount-text.ts';
import { utcText } from '../../wording/time-text.ts';
import { readable } from '../../wording/vocabulary.ts';
import { TEXT_WIDTH } from '../design/paper.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { bothTimes, daysText, operationWindow } from './operation-window.ts';
import { statedText } from './stated-text.ts';
import { type TextTable, textTable } from './table-rows.ts';

/** The facts of the operation, and its description as it was written. */
export interface OperationFacts {
  /** A label and a value in each row. */
  long: TextTable;
  /** Two labels with their values in each row. */
  short: TextTable;
  description: string | null;
}

/** Labels, and what they label. */
export const FACT_COLUMNS = [128, 365];
const PAIR_COLUMNS = [128, 126, 113, 126];
export const FACT_SIZE = 9;
const PARTY_COLUMNS = [146, 62, 130, 155];
const PARTY_SIZE = 8.5;

type Fact = [label: string, value: string | null];

export function operationFacts(room: RoomFacts, setter: TextSetter): OperationFacts {
  const description = setter
    .paragraphs(room.description ?? '', { width: TEXT_WIDTH, size: FACT_SIZE })
    .join('\n');
  const table = (rows: Fact[][], columns: number[]): TextTable =>
    textTable(
      rows.map((facts) => facts.flatMap(([label, value]) => [label, value || DASH])),
      columns,
      FACT_SIZE,
      setter,
    );
  const factsOf = (sources: readonly FactSource[]) => sources.map((source) => factOf(source, room));
  return {
    long: table(
      factsOf(LONG).map((fact) => [fact]),
      FACT_COLUMNS,
    ),
    short: table(inPairs(factsOf(shortSources(room))), PAIR_COLUMNS),
    description: description || null,
  };
}

type RoomFieldName = keyof typeof ROOM_FIELDS;
/** A field of the room, or a fact that is made of several. */
type FactSource = RoomFieldName | ((room: RoomFacts) => Fact);

const expectedEnd = (room: RoomFacts): Fact => {
  const window = operationWindow(room);
  return ['Expected end', window ? bothTimes(window.end, room.time_zone) : null];
};
const validUntil = (room: RoomFacts): Fact => [
  'Documents valid until',
  operationWindow(room)?.needed ?? null,
];
const created = ({ created_at, created_by }: RoomFacts): Fact => [
  ROOM_FIELDS.created_at.label,
  `${utcText(created_at)} by ${created_by}`,
];

/** These have a row of their own. */
const LONG: readonly FactSource[] = [
  'title',
  'location',
  'sts_eta',
  expectedEnd,
  'poac',
  'sts_provider',
  'cargo_type',
  created,
];

/** These stand two in a row. A field that is not placed here follows at the end. */
const SHORT: readonly FactSource[] = [
  ...(['status', 'timeline_phase', 'expected_duration_hours', 'operation_mode'] as const),
  validUntil,
  ...(['expiry_margin_days', 'cargo_quantity', 'cargo_value_usd'] as const),
  ...(['demurrage_rate_per_day', 'demurrage_rate_per_hour', 'commission_percent'] as const),
  ...(['updated_at', 'time_zone'] as const),
];

/** Ids say nothing to people, the description stands below, and a unit stands beside its number. */
const ELSEWHERE: readonly FactSource[] = ['id', 'description', 'created_at', 'created_by', 'cargo_unit'];

const UNPLACED = fieldNames(ROOM_FIELDS).filter((name) => ![...LONG, ...SHORT, ...ELSEWHERE].includes(name));

/**
 * Returns the short facts of a room. A state that is older than a field has no such fact, so its report stays the same.
 * Neither has a state that leaves out the commercial terms.
 */
const shortSources = (room: RoomFacts): FactSource[] =>
  [...SHORT, ...UNPLACED].filter((source) => typeof source === 'function' || room[source] !== undefined);

function factOf(source: FactSource, room: RoomFacts): Fact {
  if (typeof source === 'function') return source(room);
  const { label } = ROOM_FIELDS[source];
  if (source === 'sts_eta') return [label, bothTimes(room.sts_eta, room.time_zone)];
  if (source === 'expiry_margin_days') return [label, daysText(room.expiry_margin_days)];
  return [label, statedText(source, ROOM_FIELDS[source], room)];
}

const NO_FACT: Fact = ['', ' '];

/** Two facts in each row. */
function inPairs(facts: readonly Fact[]): Fact[][] {
  const rows: Fact[][] = [];
  for (let index = 0; index < facts.length; index += 2) {
    rows.push([facts[index] ?? NO_FACT, facts[index + 1] ?? NO_FACT]);
  }
  return rows;
}

/** Name, role, company, address. */
export const partyTable = (parties: PartyState[], setter: TextSetter): TextTable =>
  textTable(
    parties.map((party) => [party.name, readable(party.role), party.company ?? DASH, party.email]),
    PARTY_COLUMNS,
    PARTY_SIZE,
    setter,
  );
