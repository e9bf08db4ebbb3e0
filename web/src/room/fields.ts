import { dayText } from '../components/day.ts';
import { sentenceCase } from '../components/sentence-case.ts';
import { readNumber } from './typed-number.ts';

/** A value that can be chosen. */
export interface Option {
  value: string;
  label: string;
}

/** A field of a form, generated from the description of the API. */
export interface Field {
  name: string;
  label: string;
  /** The kind of the value. `name` and `line` have one line, `text` has several. A `moment` and a `day` are in UTC. */
  kind:
    | 'name'
    | 'line'
    | 'text'
    | 'word'
    | 'choice'
    | 'number'
    | 'whole'
    | 'year'
    | 'yes_no'
    | 'moment'
    | 'day';
  isRequired?: boolean;
  /** The values of a choice, in the words of the API, or with a label of their own. */
  options?: readonly (string | Option)[];
  /** The label of a choice that is not made. */
  none?: string;
  unit?: string;
  /** The value of a new thing if the user does not change it. */
  initial?: string | number | boolean;
  /** The name of the field with the unit, if users state the unit. */
  unitField?: string;
}

/** Tells whether people type a number into the input of a field. */
export const isNumber = (kind: Field['kind']): boolean =>
  kind === 'number' || kind === 'whole' || kind === 'year';

/** Sorts fields: the named ones come first, the others follow in their order, and long texts come last. */
export function inOrder<Of extends Field>(fields: readonly Of[], first: readonly Of['name'][]): Of[] {
  const place = ({ name, kind }: Of): number => {
    const named = first.indexOf(name);
    return named >= 0 ? named : first.length + Number(kind === 'text');
  };
  return fields.toSorted((one, other) => place(one) - place(other));
}

/** Returns the label of an input, with the unit of the value. */
export function inputLabel({ label, kind, unit }: Field): string {
  const entered = kind === 'moment' ? 'UTC' : unit;
  return entered === undefined ? label : `${label} (${entered})`;
}

/** Shows every digit of a number: what a double holds has at most 17. */
const AMOUNT = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 17 });

/** Returns the value of a field as text; `null` if it is not stated. */
export function statedText(
  { name, kind, unit, unitField, options = [] }: Field,
  thing: object,
): string | null {
  const values = thing as Record<string, string | number | boolean | null>;
  const value = values[name] ?? null;
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (kind === 'day') return dayText(String(value));
  if (typeof value === 'number' && kind !== 'year') {
    const stated = unitField === undefined ? unit : values[unitField];
    return `${AMOUNT.format(value)} ${stated ?? ''}`.trimEnd();
  }
  const option = options.find((one) => typeof one !== 'string' && one.value === value) as Option | undefined;
  if (option) return option.label;
  return kind === 'choice' || kind === 'word' ? sentenceCase(String(value)) : String(value);
}

export type Texts = Record<string, string>;

/** The length of the value of the input, which ends with the minutes: `2027-03-01T08:00`. */
const MOMENT_LENGTH = 16;

/** Returns the first texts of the inputs. @param thing the thing to change; left out for a new one */
export const textsOf = (fields: readonly Field[], thing?: object): Texts =>
  Object.fromEntries(
    fields.map(({ name, kind, initial }) => {
      // A box that is ticked or not always has an answer.
      const unstated = kind === 'yes_no' ? 'false' : '';
      const value = (thing ? (thing as Record<string, unknown>)[name] : initial) ?? unstated;
      return [name, kind === 'moment' ? String(value).slice(0, MOMENT_LENGTH) : String(value)];
    }),
  );

/** Returns the values to send to the API. An empty input becomes `null`: not stated. */
export const valuesOf = (fields: readonly Field[], texts: Texts): Record<string, unknown> =>
  Object.fromEntries(
    fields
      .filter(({ name }) => name in texts)
      .map((field) => [field.name, typedValue(field, texts[field.name] ?? '')]),
  );

function typedValue({ kind }: Field, text: string): string | number | boolean | null {
  if (text.trim() === '') return null;
  if (kind === 'yes_no') return text === 'true';
  if (isNumber(kind)) {
    const read = readNumber(text);
    return 'value' in read ? read.value : text;
  }
  return kind === 'moment' ? `${text}:00Z` : text;
}

/** Returns the errors of values that are missing or no number. The server checks the rest. */
export const errorsOf = (fields: readonly Field[], texts: Texts): Record<string, string> =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const error = errorOf(field, texts[field.name]?.trim() ?? '');
      return error === null ? [] : [[field.name, error]];
    }),
  );

function errorOf({ label, kind, isRequired }: Field, text: string): string | null {
  if (text === '') return isRequired ? `${label} is required.` : null;
  const read = isNumber(kind) ? readNumber(text) : undefined;
  return read && 'error' in read ? read.error : null;
}
