import type { Queryable } from '../db/database.ts';
import { conditionOf } from '../db/database-error.ts';
import type { ChainedEntry } from './audit-chain.ts';
import { readAudit } from './audit-log.ts';

/** The numbers of consecutive entries. */
export interface EntryRange {
  from: number;
  to: number;
}

type Page = { entries: ChainedEntry[] } | { unreadable: EntryRange };

const PAGE = 1000;
/** If an index is damaged, every entry fails. Then the remaining pages are not searched entry by entry. */
const MAX_FAILED_READS = 2000;

/** Resolves to `undefined` if a part of the database that is needed for this is damaged. */
export async function unlessDamaged<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch((error: unknown) => {
    if (conditionOf(error) !== 'damaged') throw error;
    return undefined;
  });
}

/** Reads entries page by page. If a page cannot be read, it yields the entries that can, and the numbers of the others. */
export async function* readPages(
  db: Queryable,
  { after, upTo }: { after: number; upTo: number },
): AsyncIterable<Page> {
  const failures = { left: MAX_FAILED_READS };
  for (let from = after + 1; from <= upTo; from += PAGE) {
    yield* readRange(db, { from, to: Math.min(from + PAGE - 1, upTo) }, failures);
  }
}

async function* readRange(
  db: Queryable,
  { from, to }: EntryRange,
  failures: { left: number },
): AsyncIterable<Page> {
  const entries = await unlessDamaged(readAudit(db, { after: from - 1, upTo: to, limit: PAGE }));
  if (entries) return yield { entries };
  failures.left--;
  if (from === to || failures.left <= 0) return yield { unreadable: { from, to } };
  const middle = Math.floor((from + to) / 2);
  yield* readRange(db, { from, to: middle }, failures);
  yield* readRange(db, { from: middle + 1, to }, failures);
}

/** Adds a range to ranges in ascending order. Adjacent ranges become one. */
export function addRange(ranges: EntryRange[], { from, to }: EntryRange): void {
  const last = ranges.at(-1);
  if (last && last.to === from - 1) last.to = to;
  else ranges.push({ from, to });
}

/** Returns ranges as text, such as "the entries 3 to 7 and 12". */
export function listRanges(ranges: readonly EntryRange[]): string {
  const texts = ranges.map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`));
  const [only] = ranges;
  const noun = texts.length === 1 && only?.from === only?.to ? 'the entry' : 'the entries';
  const last = texts.pop();
  return `${noun} ${texts.length > 0 ? `${texts.join(', ')} and ${last}` : last}`;
}
