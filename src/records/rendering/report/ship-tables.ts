import { enteredNames, type Field, inOrder } from '../../../clearance/vocabulary/field.ts';
import { imoDoubt } from '../../../clearance/vocabulary/imo-number.ts';
import { labelOf } from '../../../clearance/vocabulary/label.ts';
import type { VesselState } from '../../../clearance/vocabulary/room-state.ts';
import { VESSEL_FIELDS } from '../../../clearance/vocabulary/vessel-fields.ts';
import { DASH, distanceText } from '../../wording/amount-text.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { statedText } from './stated-text.ts';
import { cellPlace, type TextTable, textTable } from './table-rows.ts';

/** Up to two ships side by side. */
export interface ShipTable {
  names: string[];
  particulars: TextTable;
  /** The measures that decide whether two ships fit together. The last column has their difference. */
  dimensions: TextTable;
}

const PARTICULAR_COLUMNS = [117, 188, 188];
const DIMENSION_COLUMNS = [117, 140, 140, 96];
const NAME_SIZE = 10;
const SIZE = 9;

type VesselFieldName = keyof typeof VESSEL_FIELDS;

/** Numbers are compared side by side. */
const DIMENSIONS = enteredNames(VESSEL_FIELDS).filter((name) => VESSEL_FIELDS[name].kind === 'number');

const PARTICULARS = inOrder(
  enteredNames(VESSEL_FIELDS).filter((name) => name !== 'name' && !DIMENSIONS.includes(name)),
  [
    ...([
      'operation_role',
      'manoeuvring_role',
      'vessel_type',
      'imo',
      'flag',
      'call_sign',
      'built_year',
    ] as const),
    ...(['classification_society', 'pi_club', 'owner', 'charterer', 'status'] as const),
  ],
);

const particular = (name: VesselFieldName, ship: VesselState): string | null => {
  const text = statedText(name, VESSEL_FIELDS[name], ship);
  const doubt = name === 'imo' ? imoDoubt(ship.imo) : undefined;
  return doubt === undefined ? text : `${text} (${doubt.short})`;
};

const PARTS = ['discharging', 'receiving'];

/**
 * Sets the tables of ships in pairs. The discharging ship is left of the receiving one, and more ships follow in
 * further pairs.
 */
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
  const particulars = PARTICULARS.map((name) => [
    VESSEL_FIELDS[name].label,
    ...ships.map((ship) => particular(name, ship) ?? DASH),
  ]);
  const dimensions = DIMENSIONS.map((name) => {
    const field: Field = VESSEL_FIELDS[name];
    const texts = [field.label, ...ships.map((ship) => statedText(name, field, ship) ?? DASH)];
    const [one, other] = [first?.[name], second?.[name]];
    return first && second ? [...texts, differenceText(one, other, field.unit)] : texts;
  });
  const columns = ships.length + 1;
  return {
    names: ships.map((ship) =>
      setter.lines(labelOf(ship), cellPlace(PARTICULAR_COLUMNS[1] ?? 0, NAME_SIZE, true)).join('\n'),
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

function differenceText(one: unknown, other: unknown, unit = ''): string {
  return typeof one === 'number' && typeof other === 'number' ? distanceText(one, other, unit) : DASH;
}
