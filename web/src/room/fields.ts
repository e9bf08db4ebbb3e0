import { sentenceCase } from './sentence-case.ts';

/** A fact of the room's vocabulary, as the description of the API names it. */
export interface Field {
  name: string;
  label: string;
  /** `moment` is typed in UTC. */
  kind: 'name' | 'line' | 'text' | 'word' | 'choice' | 'number' | 'whole' | 'year' | 'moment';
  isRequired?: boolean;
  /** Of a choice, in the words of the API. */
  options?: readonly string[];
  unit?: string;
  /** The field with the unit, where people state that too. */
  unitField?: string;
}

/** Those that are named come first, then the others as they are. Long texts come last. */
export function inOrder<Of extends Field>(fields: readonly Of[], first: readonly Of['name'][]): Of[] {
  const place = ({ name, kind }: Of): number => {
    const named = first.indexOf(name);
    return named >= 0 ? named : first.length + Number(kind === 'text');
  };
  return fields.toSorted((one, other) => place(one) - place(other));
}

/** The label of an input says in which unit the value is typed. */
export function inputLabel({ label, kind, unit }: Field): string {
  const typedIn = kind === 'moment' ? 'UTC' : unit;
  return typedIn === undefined ? label : `${label} (${typedIn})`;
}

const AMOUNT = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

/** What a fact of a thing says. `null` if it is not stated. */
export function statedText({ name, kind, unit, unitField }: Field, thing: object): string | null {
  const values = thing as Record<string, string | number | null>;
  const value = values[name] ?? null;
  if (value === null) return null;
  if (typeof value === 'number' && kind !== 'year') {
    const stated = unitField === undefined ? unit : values[unitField];
    return `${AMOUNT.format(value)} ${stated ?? ''}`.trimEnd();
  }
  return kind === 'choice' || kind === 'word' ? sentenceCase(String(value)) : String(value);
}

export type Texts = Record<string, string>;

/** Minutes are as far as the field goes: `2027-03-01T08:00`. */
const MOMENT_LENGTH = 16;

/** The texts in the fields at first. */
export const textsOf = (fields: readonly Field[], thing: object): Texts =>
  Object.fromEntries(
    fields.map(({ name, kind }) => {
      const value = (thing as Record<string, unknown>)[name] ?? '';
      return [name, kind === 'moment' ? String(value).slice(0, MOMENT_LENGTH) : String(value)];
    }),
  );

/** What to send to the API. An empty field says that nothing is stated. */
export const valuesOf = (fields: readonly Field[], texts: Texts): Record<string, unknown> =>
  Object.fromEntries(
    fields
      .filter(({ name }) => name in texts)
      .map((field) => [field.name, typedValue(field, texts[field.name] ?? '')]),
  );

function typedValue({ kind }: Field, text: string): string | number | null {
  if (text.trim() === '') return null;
  if (kind === 'number' || kind === 'whole' || kind === 'year') return Number(text);
  return kind === 'moment' ? `${text}:00Z` : text;
}

/** What is wrong with a field by itself; the server judges the rest. */
export const faultsOf = (fields: readonly Field[], texts: Texts): Record<string, string> =>
  Object.fromEntries(
    fields
      .filter(({ name, isRequired }) => isRequired && !texts[name]?.trim())
      .map(({ name, label }) => [name, `Enter: ${label.toLowerCase()}.`]),
  );
