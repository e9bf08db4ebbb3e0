import type { PartyState, RoomFacts } from '../../../clearance/vocabulary/room-state.ts';
import { amountText, DASH } from '../../wording/amount-text.ts';
import { utcText } from '../../wording/time-text.ts';
import { readable } from '../../wording/vocabulary.ts';
import { TEXT_WIDTH } from '../design/paper.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { bothTimes, daysText, operationWindow } from './operation-window.ts';
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
  const description = setter.lines(room.description ?? '', { width: TEXT_WIDTH, size: FACT_SIZE }).join('\n');
  const table = (rows: Fact[][], columns: number[]): TextTable =>
    textTable(
      rows.map((facts) => facts.flatMap(([label, value]) => [label, value || DASH])),
      columns,
      FACT_SIZE,
      setter,
    );
  return {
    long: table(
      longFacts(room).map((fact) => [fact]),
      FACT_COLUMNS,
    ),
    short: table(shortFacts(room), PAIR_COLUMNS),
    description: description || null,
  };
}

function longFacts(room: RoomFacts): Fact[] {
  const window = operationWindow(room);
  return [
    ['Title', room.title],
    ['Location', room.location],
    ['ETA', bothTimes(room.sts_eta, room.time_zone)],
    ['Expected end', window ? bothTimes(window.end, room.time_zone) : null],
    ['Overall advisory control', room.poac],
    ['STS provider', room.sts_provider],
    ['Cargo', room.cargo_type],
    ['Room created', `${utcText(room.created_at)} by ${room.created_by}`],
  ];
}

function shortFacts(room: RoomFacts): [Fact, Fact][] {
  const phase = room.timeline_phase && readable(room.timeline_phase);
  const mode = room.operation_mode && readable(room.operation_mode);
  return [
    [
      ['Status', readable(room.status)],
      ['Phase', phase],
    ],
    [
      ['Expected duration', amountText(room.expected_duration_hours, 'hours')],
      ['Mode', mode],
    ],
    [
      ['Documents valid until', operationWindow(room)?.needed ?? null],
      ['Margin after the end', daysText(room.expiry_margin_days)],
    ],
    [
      ['Quantity', amountText(room.cargo_quantity, room.cargo_unit ?? '')],
      ['Cargo value', amountText(room.cargo_value_usd, 'USD')],
    ],
    [
      ['Demurrage a day', amountText(room.demurrage_rate_per_day, 'USD')],
      ['Demurrage an hour', amountText(room.demurrage_rate_per_hour, 'USD')],
    ],
    [
      ['Facts last changed', utcText(room.updated_at)],
      ['Time zone', room.time_zone],
    ],
  ];
}

/** Name, role, company, address. */
export const partyTable = (parties: PartyState[], setter: TextSetter): TextTable =>
  textTable(
    parties.map((party) => [party.name, readable(party.role), party.company ?? DASH, party.email]),
    PARTY_COLUMNS,
    PARTY_SIZE,
    setter,
  );
