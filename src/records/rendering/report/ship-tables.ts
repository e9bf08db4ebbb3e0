import { imoWarning } from '../../../clearance/vocabulary/imo-number.ts';
import type { VesselState } from '../../../clearance/vocabulary/room-state.ts';
import { amountText, DASH } from '../../wording/amount-text.ts';
import { readable } from '../../wording/vocabulary.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { cellPlace, type TextTable, textTable } from './table-rows.ts';

/** Up to two ships side by side. */
export interface ShipTable {
  names: string[];
  particulars: TextTable;
  /** What decides whether the two fit together; of two ships with the difference in the last column. */
  dimensions: TextTable;
}

const PARTICULAR_COLUMNS = [117, 188, 188];
const DIMENSION_COLUMNS = [117, 140, 140, 96];
const NAME_SIZE = 10;
const SIZE = 9;

const PARTICULARS: [label: string, value: (ship: VesselState) => string | null][] = [
  ['Part in the operation', (ship) => ship.operation_role && readable(ship.operation_role)],
  ['Type', (ship) => readable(ship.vessel_type)],
  ['IMO number', ({ imo }) => (imoWarning(imo) === undefined ? imo : `${imo} (check digit does not fit)`)],
  ['Flag', (ship) => ship.flag],
  ['Call sign', (ship) => ship.call_sign],
  ['Built', (ship) => (ship.built_year === null ? null : String(ship.built_year))],
  ['Class', (ship) => ship.classification_society],
  ['P&I club', (ship) => ship.pi_club],
  ['Owner', (ship) => ship.owner],
  ['Charterer', (ship) => ship.charterer],
  ['Status', (ship) => readable(ship.status)],
];

const DIMENSIONS: [label: string, value: (ship: VesselState) => number | null, unit: string][] = [
  ['Length overall', (ship) => ship.length, 'm'],
  ['Beam', (ship) => ship.beam, 'm'],
  ['Draft', (ship) => ship.draft, 'm'],
  ['Manifold height', (ship) => ship.manifold_height, 'm'],
  ['Gross tonnage', (ship) => ship.gross_tonnage, ''],
  ['Net tonnage', (ship) => ship.net_tonnage, ''],
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
    tables.push(shipTable(ordered.slice(index, index + 2), setter));
  }
  return tables;
}

function shipTable(ships: VesselState[], setter: TextSetter): ShipTable {
  const [first, second] = ships;
  const particulars = PARTICULARS.map(([label, value]) => [label, ...ships.map((one) => value(one) ?? DASH)]);
  const dimensions = DIMENSIONS.map(([label, value, unit]) => {
    const texts = [label, ...ships.map((one) => amountText(value(one), unit))];
    return first && second ? [...texts, differenceText(value(first), value(second), unit)] : texts;
  });
  const columns = ships.length + 1;
  return {
    names: ships.map(({ name }) =>
      setter.lines(name, cellPlace(PARTICULAR_COLUMNS[1] ?? 0, NAME_SIZE, true)).join('\n'),
    ),
    particulars: textTable(particulars, PARTICULAR_COLUMNS.slice(0, columns), SIZE, setter),
    dimensions: textTable(
      dimensions,
      DIMENSION_COLUMNS.slice(0, first && second ? 4 : columns),
      SIZE,
      setter,
    ),
  };
}

const differenceText = (first: number | null, second: number | null, unit: string): string =>
  amountText(first === null || second === null ? null : Math.abs(first - second), unit);
