import { dateTimeText } from '../components/time-stamp.tsx';
import { type Field, statedText } from './fields.ts';

/** A value that a form shows. */
export type ShownField = Field;

/** A value that others changed while a form showed it. Each text is `null` if the value is not stated. */
export interface Difference {
  name: string;
  label: string;
  seen: string | null;
  now: string | null;
  /** The value that the user entered instead. Undefined if the user left the value as it was. */
  typed?: string | null;
}

interface Versions {
  seen: object;
  now: object;
  /** The values that the user entered, by field. Other properties are ignored. */
  typed: object;
}

/** Returns the values that others changed, except those that they changed to what the user entered. */
export const differencesOf = (fields: readonly ShownField[], { seen, now, typed }: Versions): Difference[] =>
  fields.flatMap((field) => {
    const { name, label } = field;
    if (valueIn(seen, name) === valueIn(now, name)) return [];
    const texts = { seen: textOf(field, seen), now: textOf(field, now) };
    if (!(name in typed)) return [{ name, label, ...texts }];
    const mine = textOf(field, { ...now, ...typed });
    return mine === texts.now ? [] : [{ name, label, ...texts, typed: mine }];
  });

const valueIn = (thing: object, name: string): unknown => (thing as Record<string, unknown>)[name] ?? null;

function textOf(field: ShownField, thing: object): string | null {
  const value = valueIn(thing, field.name);
  return field.kind === 'moment' && value !== null ? dateTimeText(String(value)) : statedText(field, thing);
}
