/** A field of a form, and how what is typed there is written in the API. */
export interface Field {
  name: string;
  label: string;
  /** `moment` is typed in UTC. */
  kind: 'text' | 'long' | 'number' | 'moment' | 'choice';
  isRequired?: boolean;
  /** Of a choice, in the words of the API. */
  options?: readonly string[];
}

export type Texts = Record<string, string>;

/** Minutes are as far as the field goes: `2027-03-01T08:00`. */
const MOMENT_LENGTH = 16;

/** What stands in the fields at first. */
export const textsOf = (fields: readonly Field[], thing: object): Texts =>
  Object.fromEntries(
    fields.map(({ name, kind }) => {
      const value = (thing as Record<string, unknown>)[name] ?? '';
      return [name, kind === 'moment' ? String(value).slice(0, MOMENT_LENGTH) : String(value)];
    }),
  );

/** What the API is told; an empty field says that nothing is stated. */
export const valuesOf = (fields: readonly Field[], texts: Texts): Record<string, unknown> =>
  Object.fromEntries(
    fields
      .filter(({ name }) => name in texts)
      .map((field) => [field.name, typedValue(field, texts[field.name] ?? '')]),
  );

function typedValue({ kind }: Field, text: string): string | number | null {
  if (text.trim() === '') return null;
  if (kind === 'number') return Number(text);
  return kind === 'moment' ? `${text}:00Z` : text;
}

/** What is wrong with a field by itself; the server judges the rest. */
export const faultsOf = (fields: readonly Field[], texts: Texts): Record<string, string> =>
  Object.fromEntries(
    fields
      .filter(({ name, isRequired }) => isRequired && !texts[name]?.trim())
      .map(({ name, label }) => [name, `Enter: ${label.toLowerCase()}.`]),
  );
