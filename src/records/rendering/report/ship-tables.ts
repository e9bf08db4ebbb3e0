import type { ComparedFact, Compatibility, Judgement } from '../../../clearance/vocabulary/compatibility.ts';
import { enteredNames, type Field, inOrder } from '../../../clearance/vocabulary/field.ts';
import { imoDoubt } from '../../../clearance/vocabulary/imo-number.ts';
import { labelOf } from '../../../clearance/vocabulary/label.ts';
import type { VesselState } from '../../../clearance/vocabulary/room-state.ts';
import { VESSEL_FIELDS } from '../../../clearance/vocabulary/vessel-fields.ts';
import { amountText, DASH, distanceText } from '../../wording/amount-text.ts';
import type { TextSetter } from '../fonts/printable-text.ts';
import { statedText } from './stated-text.ts';
import { cellPlace, type TextTable, textTable } from './table-rows.ts';

/** Up to two ships side by side. */
export interface ShipTable {
  names: string[];
  particulars: TextTable;
  /** The measures that decide whether two ships fit together. */
  dimensions: TextTable;
  /** The headings of the columns of `dimensions` after the ships. */
  dimensionHeads: string[];
}

const PARTICULAR_COLUMNS = [117, 188, 188];
const DIMENSION_COLUMNS = [117, 140, 140, 96];
/** For the two ships that are compared: fact, ships, difference, judgement. */
const COMPARED_COLUMNS = [124, 84, 84, 60, 141];
const NAME_SIZE = 10;
const SIZE = 9;

type VesselFieldName = keyof typeof VESSEL_FIELDS;

/** Numbers are compared side by side. */
const DIMENSIONS = enteredNames(VESSEL_FIELDS).filter((name) =>
  ['number', 'whole'].includes(VESSEL_FIELDS[name].kind),
);

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

/** The ships of a state, and how the two that come alongside compare. A state of before 0.3.0 does not say that. */
interface Ships {
  vessels: VesselState[];
  compatibility?: Compatibility;
}

const PARTS = ['discharging', 'receiving'];

/**
 * Sets the tables of ships in pairs. The two that come alongside are first, the discharging ship left of the receiving
 * one, and more ships follow in further pairs.
 */
export function shipTables({ vessels, compatibility }: Ships, setter: TextSetter): ShipTable[] {
  const compared = compatibility?.vessels.map(({ id }) => id) ?? [];
  const rank = ({ id, operation_role }: VesselState): number => {
    const place = compared.length > 0 ? compared.indexOf(id) : PARTS.indexOf(operation_role ?? '');
    return place === -1 ? PARTS.length : place;
  };
  const ordered = vessels.toSorted((a, b) => rank(a) - rank(b));
  const tables: ShipTable[] = [];
  for (let index = 0; index < ordered.length; index += 2) {
    const facts = index === 0 && compared.length > 0 ? compatibility?.facts : undefined;
    tables.push(shipTable(ordered.slice(index, index + 2), facts, setter));
  }
  return tables;
}

function shipTable(
  ships: VesselState[],
  facts: readonly ComparedFact[] | undefined,
  setter: TextSetter,
): ShipTable {
  const particulars = PARTICULARS.map((name) => [
    VESSEL_FIELDS[name].label,
    ...ships.map((ship) => particular(name, ship) ?? DASH),
  ]);
  const dimensions = facts
    ? { rows: comparedRows(facts, ships), columns: COMPARED_COLUMNS, heads: ['Difference', 'Judgement'] }
    : plainDimensions(ships);
  return {
    names: ships.map((ship) =>
      setter.lines(labelOf(ship), cellPlace(PARTICULAR_COLUMNS[1] ?? 0, NAME_SIZE, true)).join('\n'),
    ),
    particulars: textTable(particulars, PARTICULAR_COLUMNS.slice(0, ships.length + 1), SIZE, setter),
    dimensions: textTable(dimensions.rows, dimensions.columns, SIZE, setter),
    dimensionHeads: dimensions.heads,
  };
}

/** Dimensions of ships that are not compared by limits. Those that nobody stated for any of them are left out. */
function plainDimensions(ships: VesselState[]) {
  const [first, second] = ships;
  const rows = DIMENSIONS.filter((name) => isOld(name) || ships.some((ship) => isStated(ship[name]))).map(
    (name) => {
      const texts = dimensionTexts(name, ships);
      return first && second ? [...texts, differenceText(first[name], second[name], unitOf(name))] : texts;
    },
  );
  const columns = DIMENSION_COLUMNS.slice(0, first && second ? 4 : ships.length + 1);
  return { rows, columns, heads: first && second ? ['Difference'] : [] };
}

type DimensionName = (typeof DIMENSIONS)[number];

const isOld = (name: DimensionName): boolean => (VESSEL_FIELDS[name] as Field).since === undefined;
const isStated = (value: unknown): boolean => value !== null && value !== undefined;
const unitOf = (name: DimensionName): string | undefined => (VESSEL_FIELDS[name] as Field).unit;

const dimensionTexts = (name: DimensionName, ships: VesselState[]): string[] => [
  VESSEL_FIELDS[name].label,
  ...ships.map((ship) => statedText(name, VESSEL_FIELDS[name], ship) ?? DASH),
];

/** Returns the compared facts, and the tonnages, which say nothing about the fit. */
function comparedRows(facts: readonly ComparedFact[], ships: VesselState[]): string[][] {
  const compared = facts.map(({ label, unit, values, difference, judgement, limit }) => [
    label,
    ...values.map((value) => (value === null ? NOT_STATED : amountText(value, unit ?? ''))),
    difference === null ? DASH : amountText(difference, unit ?? ''),
    judgementText(judgement, limit),
  ]);
  const tonnages = (['gross_tonnage', 'net_tonnage'] as const).map((name) => [
    ...dimensionTexts(name, ships),
    differenceText(ships[0]?.[name], ships[1]?.[name]),
    JUDGEMENTS.not_judged,
  ]);
  return [...compared, ...tonnages];
}

const NOT_STATED = 'not stated';

const JUDGEMENTS: Record<Judgement, string> = {
  within_limit: '✓ Within',
  outside_limit: '✗ Outside',
  not_stated: '○ Not stated',
  not_judged: DASH,
};

const judgementText = (judgement: Judgement, limit: string | null): string =>
  limit === null ? JUDGEMENTS[judgement] : `${JUDGEMENTS[judgement]}: ${limit}`;

function differenceText(one: unknown, other: unknown, unit = ''): string {
  return typeof one === 'number' && typeof other === 'number' ? distanceText(one, other, unit) : DASH;
}
