import {
  type FieldTable,
  phraseOf,
  type Stated,
  type StateOf,
  type Field as VocabularyField,
} from '../../clearance/vocabulary/field.ts';
import { plainWord } from '../../clearance/vocabulary/plain-word.ts';
import { numberText } from '../wording/amount-text.ts';
import { momentText } from '../wording/time-text.ts';
import type { FieldChange } from './difference.ts';

type Value = string | number | boolean | null;

/**
 * The weight of a field in a sentence about an item:
 * - `lead`: the status. It is first in a sentence, without its label.
 * - `main`: also part of the sentence about an added or removed item.
 * - `detail`: reported if it changes.
 * - `trace`: user and time. Reported only if nothing else has changed.
 */
type Weight = 'lead' | 'main' | 'detail' | 'trace';

/** A compared field, and its text for users. */
export interface Field<Item> {
  name: string;
  /** The label inside a sentence. */
  label: string;
  weight: Weight;
  /** Returns the compared value. */
  value(item: Item): Value;
  /** Returns the text of the value, or null if there is none. */
  text(item: Item): string | null;
  /** Set for free text of users. */
  quoted?: true;
  /** Set if the field has a value in every state that knows it. */
  isAlwaysStated?: true;
}

/** Options of a compared field, if its kind does not decide them. */
export interface FieldOptions<Value> {
  weight?: Weight;
  /** Formats a value, if not as its kind does. */
  read?(value: NonNullable<Value>): string;
}

/** Returns the compared fields of an item from its table in the vocabulary. */
export const comparedFields = <Table extends FieldTable>(
  table: Table,
  names: readonly (keyof Table & string)[],
  options: { [Name in keyof Table & string]?: FieldOptions<Stated<Table[Name]>> } = {},
): Field<StateOf<Table>>[] =>
  names.map((name) => {
    const field = table[name] as VocabularyField;
    const {
      weight = 'detail',
      read = (value) => factText(field, value as NonNullable<Value>),
    }: FieldOptions<Value> = (options[name] as FieldOptions<Value> | undefined) ?? {};
    // A state that is older than the field lacks it.
    const value = (item: StateOf<Table>): Value => (item as Record<string, Value>)[name] ?? null;
    return {
      name,
      label: phraseOf(field),
      weight,
      value,
      text(item) {
        const stated = value(item);
        return stated === null ? null : read(stated);
      },
      ...(field.kind === 'text' && { quoted: true as const }),
      ...(!field.isOptional && { isAlwaysStated: true as const }),
    };
  });

/** Formats a value inside a sentence. */
function factText({ kind, unit }: VocabularyField, value: NonNullable<Value>): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') {
    if (kind === 'year') return String(value);
    return unit === undefined ? numberText(value) : `${numberText(value)} ${unit}`;
  }
  if (kind === 'choice' || kind === 'word') return plainWord(value);
  return kind === 'moment' ? momentText(value) : value;
}

/** Combines several members that users see as one, such as the name, size and hash of a file. */
export const togetherAs = (...values: Value[]): string | null =>
  values.every((value) => value === null) ? null : JSON.stringify(values);

/**
 * Returns whether a field differs. A state that is older than a field which is always stated did not have another value.
 */
export const differs = <Item>({ isAlwaysStated, value }: Field<Item>, before: Item, after: Item): boolean => {
  const [was, is] = [value(before), value(after)];
  return was !== is && !(isAlwaysStated && (was === null || is === null));
};

/** Returns the old and new value of a field. `undefined` stands for an item that did not exist, or no longer exists. */
export const toFieldChange = <Item>(
  { name, label, text }: Field<Item>,
  before: Item | undefined,
  after: Item | undefined,
): FieldChange => ({
  field: name,
  label: capitalised(label),
  before: before === undefined ? null : text(before),
  after: after === undefined ? null : text(after),
});

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Formats a text inside a sentence: on one line, and in quotes if a user wrote it. */
export function inSentence({ quoted }: { quoted?: true }, text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return quoted ? `“${line}”` : line;
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Formats a change as `before → after`. Between two right-to-left texts, an arrow would be laid out with them and point
 * from the new to the old one. Words keep the direction of the sentence.
 */
export const fromTo = (before: string, after: string): string =>
  RIGHT_TO_LEFT.test(before) && RIGHT_TO_LEFT.test(after)
    ? `from ${before} to ${after}`
    : `${before} → ${after}`;
