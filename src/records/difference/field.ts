import { numberText } from '../wording/amount-text.ts';
import type { FieldChange } from './difference.ts';

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

interface FieldOptions<Item, Name extends keyof Item> {
  weight?: Weight;
  quoted?: true;
  /** How a value is read; as it is, if left out. */
  read?(value: NonNullable<Item[Name]>, item: Item): string;
}

/** Makes the fields of a kind of thing from the members of its state. */
export const fieldOf =
  <Item extends { [Name in keyof Item]: Value }>() =>
  <Name extends keyof Item & string>(
    name: Name,
    label: string,
    {
      weight = 'detail',
      quoted,
      read = (value) => plain(value as NonNullable<Value>),
    }: FieldOptions<Item, Name> = {},
  ): Field<Item> => ({
    name,
    label,
    weight,
    value: (item) => item[name],
    text: (item) => {
      const value = item[name];
      return value === null || value === undefined ? null : read(value, item);
    },
    ...(quoted && { quoted }),
  });

function plain(value: NonNullable<Value>): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? numberText(value) : value;
}

/** Several members that are one thing for people, such as the name, size and hash of a file. */
export const togetherAs = (...values: Value[]): string | null =>
  values.every((value) => value === null) ? null : JSON.stringify(values);

/** What a field was and what it is; `undefined` stands for a thing that was not or is no longer there. */
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

/** A text as it stands in a sentence: on one line, and in quotes if somebody wrote it. */
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
