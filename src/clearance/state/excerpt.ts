import { type Field, type FieldTable, fieldNames } from '../vocabulary/field.ts';

/** A list contains only the beginning of a longer text, because a page of whole texts could have many megabytes. */
export const EXCERPT_LENGTH = 200;

/** An item in a list, with the names of the texts of which it has only the beginning. */
export type Excerpt<Item> = Item & { shortened: string[] };

/** Returns whether a field contains a text that lists shorten. */
export const isLongText = ({ kind }: Field): boolean => kind === 'text';

/** Shortens the long texts of an item. The database may have shortened them before, to one character more. */
export function toExcerpt<Item extends object>(item: Item, fields: FieldTable): Excerpt<Item> {
  const beginnings = fieldNames(fields).flatMap((name) => {
    const text = (item as Record<string, unknown>)[name];
    if (!isLongText(fields[name] as Field) || typeof text !== 'string' || text.length <= EXCERPT_LENGTH)
      return [];
    // A character can take two places.
    const characters = [...text];
    return characters.length > EXCERPT_LENGTH ? [[name, characters.slice(0, EXCERPT_LENGTH).join('')]] : [];
  });
  return {
    ...item,
    ...Object.fromEntries(beginnings),
    shortened: beginnings.map(([name]) => name as string),
  };
}
