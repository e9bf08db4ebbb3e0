/** The definition of a field, for storage, validation, comparison, reports and forms. */
type FieldKind =
  | { kind: 'id' }
  /** One line of text that is not blank. `max` counts characters, here and below. */
  | { kind: 'name'; max: number }
  | { kind: 'line'; min?: number; max: number }
  /** Text of several lines that a user writes. */
  | { kind: 'text'; max: number }
  /** A word that users choose freely. It is printed like a word of the vocabulary: `oil_tanker` as "Oil tanker". */
  | { kind: 'word'; max: number }
  | { kind: 'choice'; of: readonly string[] }
  /** The limits are included, except `above`. */
  | { kind: 'number'; min?: number; above?: number; max: number; decimals?: number }
  | { kind: 'whole'; min: number; max: number }
  | { kind: 'year'; min: number; max: number }
  | { kind: 'yes_no' }
  /** An instant in ISO 8601. The server writes it in UTC with milliseconds. */
  | { kind: 'moment' }
  /** A UTC day, `YYYY-MM-DD`. */
  | { kind: 'day' };

export type Field = FieldKind & {
  /** The label in reports and forms. */
  label: string;
  /** The name inside a sentence. The default is the label in lower case. */
  phrase?: string;
  /** The unit of a number, such as `m` or `USD`. */
  unit?: string;
  /** The name of the field that contains the unit, if users enter the unit too. */
  unitField?: string;
  /** The description for developers of clients. */
  hint?: string;
  /** Whether the field may be left out. It is then `null`. */
  isOptional?: true;
  /** The default value of a new item. */
  initial?: string | number | boolean;
  /** Whether the server computes the field. Users cannot enter it. */
  isComputed?: true;
  /** Set for a commercial term, which only the roles with the permission `commercial.view` may read. */
  audience?: 'commercial';
  /** The version of Roomshot that added the field. Earlier frozen states do not have it. */
  since?: string;
  /** The version of Roomshot that dropped the field. Only earlier frozen states have it. */
  until?: string;
};

/** The fields of one kind of item, by name, in the order of the table in the record. */
export type FieldTable = Readonly<Record<string, Field>>;

/** The fields of an item that all parties may read. Only the facts of an operation can have commercial terms. */
export type OpenFieldTable = Readonly<Record<string, Field & { audience?: never }>>;

type ValueOf<Of extends Field> = Of extends { kind: 'choice'; of: readonly (infer Word)[] }
  ? Word
  : Of extends { kind: 'number' | 'whole' | 'year' }
    ? number
    : Of extends { kind: 'yes_no' }
      ? boolean
      : string;

/** The value of a field. Optional fields can be `null`. */
export type Stated<Of extends Field> = Of extends { isOptional: true } ? ValueOf<Of> | null : ValueOf<Of>;

type NamesOf<Table extends FieldTable, Trait> = {
  [Name in keyof Table & string]: Table[Name] extends Trait ? Name : never;
}[keyof Table & string];

/** The names of the fields that users enter. */
export type EnteredName<Table extends FieldTable> = Exclude<
  keyof Table & string,
  NamesOf<Table, { isComputed: true }>
>;

type DroppedName<Table extends FieldTable> = NamesOf<Table, { until: string }>;
type OptionalName<Table extends FieldTable> = NamesOf<Table, { since: string } | { until: string }>;

/** The names of the commercial terms. */
export type CommercialName<Table extends FieldTable> = NamesOf<Table, { audience: 'commercial' }>;

/** An item that may lack some of its fields. */
type Lacking<Table extends FieldTable, Name extends keyof Table> = {
  [Other in Exclude<keyof Table, Name>]: Stated<Table[Other]>;
} & { -readonly [Lacked in Name]?: Stated<Table[Lacked]> };

/** The names of the fields that a current item has. */
export type CurrentName<Table extends FieldTable> = Exclude<keyof Table & string, DroppedName<Table>>;

/** A current item: all fields that were not dropped. It lacks the commercial terms if its reader may not see them. */
export type CurrentOf<Table extends FieldTable> = Lacking<
  Pick<Table, CurrentName<Table>>,
  CommercialName<Table> & CurrentName<Table>
>;

/** An item of a frozen state. It lacks the fields that were added later, or dropped earlier. */
export type StateOf<Table extends FieldTable> = Lacking<Table, OptionalName<Table> | CommercialName<Table>>;

/** The fields of an item that users enter. */
export type InputOf<Table extends FieldTable> = {
  [Name in EnteredName<Table>]: Stated<Table[Name]>;
};

/** Returns the names of all fields, in order. */
export const fieldNames = <Table extends FieldTable>(table: Table): (keyof Table & string)[] =>
  Object.keys(table);

/** Returns the names of the fields that current items have, in order. */
export const currentNames = <Table extends FieldTable>(table: Table): CurrentName<Table>[] =>
  fieldNames(table).filter((name): name is CurrentName<Table> => table[name]?.until === undefined);

/** Returns the names of the fields that users enter, in order. */
export const enteredNames = <Table extends FieldTable>(table: Table): EnteredName<Table>[] =>
  fieldNames(table).filter((name): name is EnteredName<Table> => !table[name]?.isComputed);

/** Sorts names: first the given ones, then the others in the order of the table. */
export const inOrder = <Name extends string>(
  names: readonly Name[],
  first: readonly NoInfer<Name>[],
): readonly Name[] => [...first, ...names.filter((name) => !first.includes(name))];

/** Returns the name of a field inside a sentence. */
export const phraseOf = ({ label, phrase }: Field): string =>
  phrase ?? label.charAt(0).toLowerCase() + label.slice(1);

type InitialName<Table extends FieldTable> = EnteredName<Table> &
  NamesOf<Table, { isOptional: true } | { initial: unknown }>;

/** Returns the default values of a new item. Required fields have none. */
export const initialValues = <Table extends FieldTable>(
  table: Table,
): Pick<InputOf<Table>, InitialName<Table>> =>
  Object.fromEntries(
    enteredNames(table).flatMap((name) => {
      const { initial, isOptional } = table[name] as Field;
      return initial !== undefined || isOptional ? [[name, initial ?? null]] : [];
    }),
  ) as Pick<InputOf<Table>, InitialName<Table>>;
