import type { Actor } from '../../people/permissions/actor.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { type Page, type PagePlace, readPlace, writePlace } from '../../platform/kernel/page-cursor.ts';
import type { VerdictReader, VerdictSummary } from '../state/verdict-reader.ts';
import type { Verdict } from '../vocabulary/room-state.ts';
import { listRooms, type RoomFilter, type RoomSummary } from './room-store.ts';

export interface RoomSearch extends Pick<RoomFilter, 'q' | 'status' | 'etaFrom' | 'etaTo'> {
  outcome?: Verdict['outcome'] | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** A room with its verdict, as a list shows it. */
export interface ListedRoom extends RoomSummary {
  verdict: Omit<VerdictSummary, 'blockers'>;
  blockers: string[];
}

/** The database stores no verdicts, so a search for a verdict scans rooms in batches of this size. */
const ROOMS_LOOKED_THROUGH = 100;
/**
 * Limits the cost of one response. A page that reaches this limit is shorter than requested, and its cursor continues.
 */
const MAX_SCANNED = 500;

/**
 * Returns a page of the rooms that a user may see, newest first. With `outcome`, a page can be short or empty although
 * rooms follow. Only the cursor tells the client whether the list ends.
 * @throws AppError `bad_cursor`
 */
export async function searchRooms(
  db: Queryable,
  readVerdicts: VerdictReader,
  actor: Actor,
  { outcome, limit, cursor, ...filter }: RoomSearch,
  at: Date,
): Promise<Page<ListedRoom>> {
  const batch = outcome === undefined ? limit : ROOMS_LOOKED_THROUGH;
  const items: ListedRoom[] = [];
  let place = readPlace(cursor);
  for (let looked = 0; looked < MAX_SCANNED; looked += batch) {
    const rows = await listRooms(db, actor, { ...filter, after: place, at, limit: batch + 1 });
    const verdicts = await readVerdicts(db, rows.slice(0, batch), at);
    for (const [index, room] of rows.slice(0, batch).entries()) {
      place = placeOf(room);
      const verdict = verdicts.get(room.id);
      if (!verdict || (outcome !== undefined && verdict.outcome !== outcome)) continue;
      items.push(withVerdict(room, verdict));
      if (items.length === limit && index < rows.length - 1) return { items, next_cursor: writePlace(place) };
    }
    if (rows.length <= batch) return { items, next_cursor: null };
  }
  return { items, next_cursor: place ? writePlace(place) : null };
}

const placeOf = ({ created_at, id }: RoomSummary): PagePlace => ({ at: new Date(created_at), id });

const withVerdict = (room: RoomSummary, { blockers, ...verdict }: VerdictSummary): ListedRoom => ({
  ...room,
  verdict,
  blockers,
});
