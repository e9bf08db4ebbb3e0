import type { Static } from 'typebox';
import type { Config } from '../app/config.ts';
import type {
  CacheStatisticsResponse,
  EditionResponse,
  WarmedResponse,
} from '../http/api/records/cache-response.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { sizeText } from '../records/wording/amount-text.ts';
import { openAdminApi } from './admin-api.ts';

const MAX_ROOMS_AT_ONCE = 20;

export async function showCache(config: Config): Promise<void> {
  await using api = await openAdminApi(config);
  const { memory, disk, misses, hit_rate_percent } = (await (
    await api.send('GET', '/admin/cache')
  ).json()) as Static<typeof CacheStatisticsResponse>;
  const of = (entries: number, bytes: number) => `${entries} editions, ${sizeText(bytes)}`;
  console.log(`memory  ${of(memory.entries, memory.bytes)} of ${sizeText(memory.limit_bytes)}`);
  console.log(`disk    ${of(disk.entries, disk.bytes)}`);
  console.log(`unused  ${of(disk.unused_entries, disk.unused_bytes)}: no snapshot needs them`);
  const rate = hit_rate_percent === null ? 'not used yet' : `${hit_rate_percent} % hits`;
  console.log(`use     ${memory.hits} from memory, ${disk.hits} from disk, ${misses} rendered; ${rate}`);
}

/** Prints editions, the largest or the oldest first. */
export async function listCache(config: Config, options: { by: string; limit: string }): Promise<void> {
  await using api = await openAdminApi(config);
  const query = new URLSearchParams({ order: options.by, limit: options.limit });
  const answer = await api.send('GET', `/admin/cache/editions?${query}`);
  const { items } = (await answer.json()) as { items: Static<typeof EditionResponse>[] };
  for (const { key, type, size, last_used_at, snapshots, room_id } of items) {
    const columns = [key, type.padEnd(4), sizeText(size).padStart(9), last_used_at];
    console.log([...columns, `${snapshots} snapshots`, `room ${room_id ?? '-'}`].join('  '));
  }
}

/** Invalidates one edition, or those of a room. */
export async function invalidateCache(
  config: Config,
  key: string | undefined,
  { room }: { room?: string },
): Promise<void> {
  if ((key === undefined) === (room === undefined)) {
    throw new AppError(
      'invalid',
      'bad_usage',
      'Give the key of an edition, or --room with the id of a room.',
    );
  }
  const [kind, name = ''] = key === undefined ? ['rooms', room] : ['editions', key];
  await remove(config, `/admin/cache/${kind}/${oneSegment(name)}`);
}

/**
 * Of a path, whatever was given: without a name, such as from a variable that is not set, the path would be that of
 * the whole cache, and dots would lead elsewhere.
 * @throws AppError `bad_usage`
 */
function oneSegment(name: string): string {
  if (!/^\.*$/.test(name)) return encodeURIComponent(name);
  throw new AppError(
    'invalid',
    'bad_usage',
    `"${name}" is neither the key of an edition nor the id of a room.`,
  );
}

export const clearCache = (config: Config): Promise<void> => remove(config, '/admin/cache/editions');

async function remove(config: Config, path: string): Promise<void> {
  await using api = await openAdminApi(config);
  const { invalidated } = (await (await api.send('DELETE', path)).json()) as { invalidated: number };
  console.log(`Invalidated ${invalidated} editions. The files of snapshots stay.`);
}

/** Renders rooms as they are now. */
export async function warmCache(config: Config, rooms: string[], options: { type: string[] }): Promise<void> {
  await using api = await openAdminApi(config);
  for (let first = 0; first < rooms.length; first += MAX_ROOMS_AT_ONCE) {
    const room_ids = rooms.slice(first, first + MAX_ROOMS_AT_ONCE);
    const answer = await api.send('POST', '/admin/cache/warm', { room_ids, types: options.type });
    const { items } = (await answer.json()) as { items: Static<typeof WarmedResponse>[] };
    for (const { room_id, type, size, rendered } of items) {
      console.log(`${room_id}  ${type}  ${sizeText(size)}  ${rendered ? 'rendered' : 'was there already'}`);
    }
  }
}
