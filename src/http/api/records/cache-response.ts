import { Type } from 'typebox';
import type { CacheStatistics } from '../../../records/editions/edition-cache.ts';
import type { countEditions, ListedEdition } from '../../../records/editions/edition-control-store.ts';

const Count = (description: string) => Type.Integer({ description });
const Moment = Type.String({ format: 'date-time' });

export const CacheStatisticsResponse = Type.Object({
  memory: Type.Object({
    entries: Type.Integer(),
    bytes: Type.Integer(),
    limit_bytes: Type.Integer(),
    hits: Count('Hits since this process started, as all counts here'),
    evictions: Type.Integer(),
  }),
  disk: Type.Object({
    entries: Type.Integer(),
    bytes: Type.Integer(),
    unused_entries: Count('Editions that no snapshot needs. Only these can be removed'),
    unused_bytes: Type.Integer(),
    hits: Type.Integer(),
  }),
  misses: Type.Integer(),
  hit_rate_percent: Type.Union([Type.Number(), Type.Null()], {
    description: 'The hit rate; null before the first use',
  }),
});

/** Combines the counters of the process with the statistics of the database. */
export function toStatisticsResponse(
  counted: CacheStatistics,
  disk: Awaited<ReturnType<typeof countEditions>>,
) {
  const hits = counted.memoryHits + counted.diskHits;
  const uses = hits + counted.misses;
  return {
    memory: {
      entries: counted.memoryEntries,
      bytes: counted.memoryBytes,
      limit_bytes: counted.memoryLimitBytes,
      hits: counted.memoryHits,
      evictions: counted.evictions,
    },
    disk: { ...disk, hits: counted.diskHits },
    misses: counted.misses,
    hit_rate_percent: uses === 0 ? null : Math.round((1000 * hits) / uses) / 10,
  };
}

export const EditionResponse = Type.Object({
  key: Type.String(),
  room_id: Type.Union([Type.String(), Type.Null()]),
  type: Type.String(),
  sha256: Type.String(),
  size: Type.Integer(),
  rendered_at: Moment,
  last_used_at: Moment,
  snapshots: Count('The number of snapshots that need the edition'),
});

export const toEditionResponse = ({ rendered_at, last_used_at, ...edition }: ListedEdition) => ({
  ...edition,
  rendered_at: rendered_at.toISOString(),
  last_used_at: last_used_at.toISOString(),
});

export const InvalidatedResponse = Type.Object({ invalidated: Count('The number of invalidated editions') });

export const WarmedResponse = Type.Object({
  room_id: Type.String(),
  type: Type.String(),
  key: Type.String(),
  size: Type.Integer(),
  rendered: Type.Boolean({ description: 'False if the edition was cached already' }),
});
