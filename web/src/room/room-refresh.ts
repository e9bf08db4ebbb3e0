import type { InfiniteData } from '@tanstack/react-query';
import { queryClient } from '../api/query-client.ts';
import {
  type ActivityEntry,
  type ActivityPage,
  activityQuery,
  type RoomPart,
  readActivity,
} from './room-queries.ts';

/** The maximum of new activity to fetch. If there is more, the list starts again with the newest page. */
const MAX_PAGES = 5;

/** Fetches the stale parts of a room that the page shows. It fetches only the new entries of the activity. */
export async function refreshRoom(
  roomId: string,
  parts: ReadonlySet<RoomPart> | 'all' = 'all',
): Promise<void> {
  const isStale = (part: RoomPart) => parts === 'all' || parts.has(part);
  await Promise.all([
    queryClient.invalidateQueries({
      queryKey: ['rooms', roomId],
      predicate: ({ queryKey: [, , part = 'room'] }) => part !== 'activity' && isStale(part as RoomPart),
    }),
    isStale('activity') && refreshActivity(roomId),
  ]);
}

async function refreshActivity(roomId: string): Promise<void> {
  const { queryKey } = activityQuery(roomId);
  const shown = queryClient.getQueryData(queryKey);
  if (!shown) return;
  const newer = await readNewer(roomId, shown.pages[0]?.items[0]?.id);
  if (newer === undefined) return queryClient.resetQueries({ queryKey });
  if (newer.length === 0) return;
  // The response of a pending request for older entries would overwrite the new entries.
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, (known) => known && withNewer(known, newer));
}

/** Reads the entries after an entry; `undefined` if there are too many. */
async function readNewer(roomId: string, after: string | undefined): Promise<ActivityEntry[] | undefined> {
  const newer: ActivityEntry[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { items, next_cursor } = await readActivity(roomId, cursor);
    const known = items.findIndex(({ id }) => id === after);
    newer.push(...(known < 0 ? items : items.slice(0, known)));
    if (known >= 0) return newer;
    if (next_cursor === null) break;
    cursor = next_cursor;
  }
  return undefined;
}

type Pages = InfiniteData<ActivityPage>;

function withNewer(known: Pages, newer: readonly ActivityEntry[]): Pages {
  const [first, ...rest] = known.pages;
  if (!first) return known;
  const ids = new Set(first.items.map(({ id }) => id));
  const items = [...newer.filter(({ id }) => !ids.has(id)), ...first.items];
  return { ...known, pages: [{ ...first, items }, ...rest] };
}
