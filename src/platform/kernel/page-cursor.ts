import { AppError } from './errors.ts';
import { isId } from './ids.ts';

/**
 * A position in a list that is ordered by instant and id. The following items stay the same when others are inserted.
 */
export interface PagePlace {
  at: Date;
  id: string;
}

/** A page of a list, and the cursor of the next page. */
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

/** The valid range of a position. The database supports no values beyond it. */
const MOMENT = /^(19|20|21)\d\d-/;
const MAX_NUMBER = 2_147_483_647;

const encode = (text: string): string => Buffer.from(text).toString('base64url');
const decode = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();

/** Makes a page of rows, of which one more than `limit` was read. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => PagePlace,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(toItem), next_cursor: more ? writePlace(placeOf(last)) : null };
}

export const writePlace = ({ at, id }: PagePlace): string => encode(`${at.toISOString()} ${id}`);

/**
 * Parses a cursor of an earlier page.
 * @throws AppError `bad_cursor`
 */
export function readPlace(cursor: string | undefined): PagePlace | undefined {
  if (cursor === undefined) return undefined;
  const [instant = '', id = ''] = decode(cursor).split(' ');
  const at = new Date(instant);
  if (!isId(id) || !MOMENT.test(instant) || Number.isNaN(at.getTime()) || at.toISOString() !== instant) {
    throw badCursor();
  }
  return { at, id };
}

/** Returns a cursor in a list that is ordered by a number. */
export const writeNumberPlace = (place: number): string => encode(String(place));

/**
 * Parses a cursor of `writeNumberPlace`.
 * @throws AppError `bad_cursor`
 */
export function readNumberPlace(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const text = decode(cursor);
  if (!/^[1-9]\d{0,9}$/.test(text) || Number(text) > MAX_NUMBER) throw badCursor();
  return Number(text);
}

/**
 * Makes a page of a whole list, which is short. The cursor names the last item of the page, and its index for the case
 * that the item is removed meanwhile.
 * @throws AppError `bad_cursor`
 */
export function pageOfList<Item extends { id: string }>(
  all: readonly Item[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Page<Item> {
  const begin = cursor === undefined ? 0 : beginAfter(all, cursor);
  const items = all.slice(begin, begin + limit);
  const last = items.at(-1);
  const end = begin + items.length;
  return { items, next_cursor: last && end < all.length ? encode(`${end - 1} ${last.id}`) : null };
}

function beginAfter(all: readonly { id: string }[], cursor: string): number {
  const [, index, lastId = ''] = /^(\d{1,6}) (.+)$/.exec(decode(cursor)) ?? [];
  if (index === undefined || !isId(lastId)) throw badCursor();
  const found = all.findIndex(({ id }) => id === lastId);
  return found < 0 ? Number(index) : found + 1;
}

/** A position in a list that is ordered by a whole number, such as bytes, and a key in hexadecimal. */
interface SortedPlace {
  value: number;
  key: string;
}

export const writeSortedPlace = ({ value, key }: SortedPlace): string => encode(`${value} ${key}`);

/**
 * Parses a cursor of `writeSortedPlace`.
 * @throws AppError `bad_cursor`
 */
export function readSortedPlace(cursor: string | undefined): SortedPlace | undefined {
  if (cursor === undefined) return undefined;
  const [, value, key] = /^(\d{1,13}) ([0-9a-f]{64})$/.exec(decode(cursor)) ?? [];
  if (value === undefined || key === undefined) throw badCursor();
  return { value: Number(value), key };
}

const badCursor = (): AppError =>
  new AppError('invalid', 'bad_cursor', 'The cursor is invalid. Use `next_cursor` of an earlier page.');
