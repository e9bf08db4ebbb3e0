/** What a fact is, wherever it is stored, checked, compared, printed or entered. */
type FieldKind =
  | { kind: 'id' }
  /** One line of text that is not blank. `max` counts characters, here and below. */
  | { kind: 'name'; max: number }
  | { kind: 'line'; min?: number; max: number }
  /** Several lines in somebody's own words. */
  | { kind: 'text'; max: number }
  /** A word that people choose freely and that is printed like one of ours: `oil_tanker` as "Oil tanker". */
  | { kind: 'word'; max: number }
  | { kind: 'choice'; of: readonly string[] }
  /** Bounds are included, but for `above`. */
  | { kind: 'number'; min?: number; above?: number; max: number; decimals?: number }
  | { kind: 'whole'; min: number; max: number }
  | { kind: 'year'; min: number; max: number }
  | { kind: 'yes_no' }
  /** An instant: ISO 8601, in UTC with milliseconds where we write it. */
  | { kind: 'moment' }
  /** A UTC day, `YYYY-MM-DD`. */
  | { kind: 'day' };

export type Field = FieldKind & {
  /** What people call it, in reports and forms. */
  label: string;
  /** What it is called inside a sentence. The label in small letters if left out. */
  phrase?: string;
  /** Of a number, such as `m` or `USD`. */
  unit?: string;
  /** The field with the unit, where people state that too. */
  unitField?: string;
  /** Explains it to those who write clients. */
  hint?: string;
  /** Nobody has to state it. It is `null` then. */
  isOptional?: true;
  /** What holds for something new if nobody states it. */
  initial?: string | number | boolean;
  /** The server sets it. Nobody enters it here. */
  isComputed?: true;
  /** Who it is meant for: everybody in the room, or the parties to the commercial terms. */
  audience?: 'commercial';
  /** The version that brought it. States that were frozen before do not have it. */
  since?: string;
};

/** The fields of one kind of thing, by name, in the order of its table in the record. */
export type FieldTable = Readonly<Record<string, Field>>;

type ValueOf<Of extends Field> = Of extends { kind: 'choice'; of: readonly (infer Word)[] }
  ? Word
  : Of extends { kind: 'number' | 'whole' | 'year' }
    ? number
    : Of extends { kind: 'yes_no' }
      ? boolean
      : string;

/** What a field holds: `null` where nobody has to state it. */
export type Stated<Of extends Field> = Of extends { isOptional: true } ? ValueOf<Of> | null : ValueOf<Of>;

type NamesOf<Table extends FieldTable, Trait> = {
  [Name in keyof Table & string]: Table[Name] extends Trait ? Name : never;
}[keyof Table & string];

/** The names of the fields that people enter. */
export type EnteredName<Table extends FieldTable> = Exclude<
  keyof Table & string,
  NamesOf<Table, { isComputed: true }>
>;

type LaterName<Table extends FieldTable> = NamesOf<Table, { since: string }>;

/** A thing as it is now. It has every field. */
export type CurrentOf<Table extends FieldTable> = { [Name in keyof Table]: Stated<Table[Name]> };

/** A thing as the state of a room has it. A state that was frozen earlier lacks the fields that came later. */
export type StateOf<Table extends FieldTable> = {
  [Name in Exclude<keyof Table, LaterName<Table>>]: Stated<Table[Name]>;
} & { [Name in LaterName<Table>]?: Stated<Table[Name]> };

/** What people enter of a thing. */
export type InputOf<Table extends FieldTable> = {
  [Name in EnteredName<Table>]: Stated<Table[Name]>;
};

/** The names of all fields, in order. */
export const fieldNames = <Table extends FieldTable>(table: Table): (keyof Table & string)[] =>
  Object.keys(table);

/** The names of the fields that people enter, in order. */
export const enteredNames = <Table extends FieldTable>(table: Table): EnteredName<Table>[] =>
  fieldNames(table).filter((name): name is EnteredName<Table> => !table[name]?.isComputed);

/** Names in an order of their own. Those that `first` does not name follow in the order of the table. */
export const inOrder = <Name extends string>(
  names: readonly Name[],
  first: readonly NoInfer<Name>[],
): readonly Name[] => [...first, ...names.filter((name) => !first.includes(name))];

/** What a field is called inside a sentence. */
export const phraseOf = ({ label, phrase }: Field): string =>
  phrase ?? label.charAt(0).toLowerCase() + label.slice(1);

type InitialName<Table extends FieldTable> = EnteredName<Table> &
  NamesOf<Table, { isOptional: true } | { initial: unknown }>;

/** What holds for something new where nobody states it. A field that has to be stated is not there. */
export const initialValues = <Table extends FieldTable>(
  table: Table,
): Pick<InputOf<Table>, InitialName<Table>> =>
  Object.fromEntries(
    enteredNames(table).flatMap((name) => {
      const { initial, isOptional } = table[name] as Field;
      return initial !== undefined || isOptional ? [[name, initial ?? null]] : [];
    }),
  ) as Pick<InputOf<Table>, InitialName<Table>>;
