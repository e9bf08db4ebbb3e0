import {
  type FieldTable,
  phraseOf,
  type Stated,
  type StateOf,
  type Field as VocabularyField,
} from '../../clearance/vocabulary/field.ts';
import { numberText } from '../wording/amount-text.ts';
import type { FieldChange } from './difference.ts';
import { momentText } from './moment-text.ts';
import { word } from './words.ts';

type Value = string | number | boolean | null;

/**
 * How much a field says about a thing:
 * - `lead`: its status. Stands first in a sentence, without its label.
 * - `main`: belongs to the sentence about something added or removed, too.
 * - `detail`: said when it changes.
 * - `trace`: who and when. Said only when nothing else has changed.
 */
type Weight = 'lead' | 'main' | 'detail' | 'trace';

/** One thing that can be different, and how people read it. */
export interface Field<Item> {
  name: string;
  /** As it is written inside a sentence. */
  label: string;
  weight: Weight;
  /** Two equal values are no difference. */
  value(item: Item): Value;
  /** Null if nothing is stated. */
  text(item: Item): string | null;
  /** Set for what people wrote in their own words. */
  quoted?: true;
}

/** How a field of the vocabulary is compared, where its kind does not say it all. */
export interface FieldOptions<Value> {
  weight?: Weight;
  /** How a value is read, if not as its kind says. */
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
    // A state of before this field came says nothing of it.
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
    };
  });

/** Formats a value inside a sentence. */
function factText({ kind, unit }: VocabularyField, value: NonNullable<Value>): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') {
    if (kind === 'year') return String(value);
    return unit === undefined ? numberText(value) : `${numberText(value)} ${unit}`;
  }
  if (kind === 'choice' || kind === 'word') return word(value);
  return kind === 'moment' ? momentText(value) : value;
}

/** Several members that are one thing for people, such as the name, size and hash of a file. */
export const togetherAs = (...values: Value[]): string | null =>
  values.every((value) => value === null) ? null : JSON.stringify(values);

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
 * `before → after`. Between two texts that are written from right to left an arrow would be laid out with
 * them, and point from the new one to the old one; words keep the direction of the sentence.
 */
export const fromTo = (before: string, after: string): string =>
  RIGHT_TO_LEFT.test(before) && RIGHT_TO_LEFT.test(after)
    ? `from ${before} to ${after}`
    : `${before} → ${after}`;
