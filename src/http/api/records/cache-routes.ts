import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { AppError } from '../../../platform/kernel/errors.ts';
import { isId } from '../../../platform/kernel/ids.ts';
import { readSortedPlace, writeSortedPlace } from '../../../platform/kernel/page-cursor.ts';
import type { EditionCache } from '../../../records/editions/edition-cache.ts';
import { SNAPSHOT_TYPES } from '../../../records/editions/edition-content.ts';
import type { EditionControl } from '../../../records/editions/edition-control.ts';
import { countEditions, listEditions } from '../../../records/editions/edition-control-store.ts';
import { type AccessControl, actorOf, admit } from '../../server/access.ts';
import type { RequestDatabase } from '../../server/request-database.ts';
import { ItemsOf, PageOf, PageQuery } from '../clearance/room-response.ts';
import {
  CacheStatisticsResponse,
  EditionResponse,
  InvalidatedResponse,
  toEditionResponse,
  toStatisticsResponse,
  WarmedResponse,
} from './cache-response.ts';

interface CacheRouteParts {
  accessControl: AccessControl;
  database: RequestDatabase;
  editions: EditionCache;
  control: EditionControl;
  /** Milliseconds that one rendering may take. */
  renderTimeoutMs: number;
}

const access = { system: 'setting.manage' } as const;
const tags = ['operations'];
const MAX_ROOMS = 20;
const EditionQuery = Type.Object(
  {
    ...PageQuery,
    order: Type.Enum(['size', 'age'], {
      default: 'age',
      description: 'The order: largest first, or longest unused first',
    }),
  },
  { additionalProperties: false },
);
const WarmBody = Type.Object(
  {
    room_ids: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: MAX_ROOMS }),
    types: Type.Array(Type.Enum([...SNAPSHOT_TYPES]), { minItems: 1, maxItems: 3, default: ['pdf'] }),
  },
  { additionalProperties: false },
);

/** The routes of the edition cache, for administrators. */
export const cacheRoutes =
  (parts: CacheRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(readingRoutes(parts));
    await app.register(invalidatingRoutes(parts));
    await app.register(warmingRoutes(parts));
  };

const readingRoutes =
  ({ database, editions }: CacheRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/admin/cache',
      {
        config: { access },
        schema: {
          tags,
          summary: 'Read the size of the cache, and its use by this process since its start',
          response: { 200: CacheStatisticsResponse },
        },
      },
      async () => toStatisticsResponse(editions.statistics(), await countEditions(database.query)),
    );

    app.get(
      '/admin/cache/editions',
      {
        config: { access },
        schema: {
          tags,
          summary: 'List the editions on the disk, sorted by size or age',
          querystring: EditionQuery,
          response: { 200: PageOf(EditionResponse) },
        },
      },
      async ({ query: { order, limit, cursor } }) => {
        const after = readSortedPlace(cursor);
        const rows = await listEditions(database.query, { order, limit: limit + 1, after });
        const shown = rows.slice(0, limit);
        const last = rows.length > limit ? shown.at(-1) : undefined;
        const value = last && (order === 'size' ? last.size : last.last_used_at.getTime());
        return {
          items: shown.map(toEditionResponse),
          next_cursor: last && value !== undefined ? writeSortedPlace({ value, key: last.key }) : null,
        };
      },
    );
  };

const invalidatingRoutes =
  ({ control, database }: CacheRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const describe = (summary: string) => ({ tags, summary, response: { 200: InvalidatedResponse } });

    app.delete(
      '/admin/cache/editions',
      { config: { access }, schema: describe('Clear the cache; the files of snapshots stay') },
      async (request) => ({
        invalidated: await control.invalidate(database.transactionsOf(request), actorOf(request), 'all'),
      }),
    );

    app.delete(
      '/admin/cache/editions/:key',
      {
        config: { access },
        schema: { ...describe('Invalidate one edition'), params: Type.Object({ key: Type.String() }) },
      },
      async (request) => {
        const { key } = request.params;
        return {
          invalidated: await control.invalidate(database.transactionsOf(request), actorOf(request), { key }),
        };
      },
    );

    app.delete(
      '/admin/cache/rooms/:id',
      {
        config: { access },
        schema: {
          ...describe('Invalidate the editions of a room'),
          params: Type.Object({ id: Type.String() }),
        },
      },
      async (request) => {
        const { id: roomId } = request.params;
        if (!isId(roomId)) throw new AppError('not_found', 'room_not_found', 'Room not found');
        return {
          invalidated: await control.invalidate(database.transactionsOf(request), actorOf(request), {
            roomId,
          }),
        };
      },
    );
  };

const warmingRoutes =
  ({ control, renderTimeoutMs, accessControl }: CacheRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/admin/cache/warm',
      {
        config: { access, bound: 'report' },
        schema: {
          tags,
          summary: 'Render the current state of rooms into the cache, so that their next snapshots are fast',
          body: WarmBody,
          response: { 200: ItemsOf(WarmedResponse) },
        },
      },
      async (request) => {
        const { body } = request;
        const items = [];
        for (const room_id of new Set(body.room_ids)) {
          for (const type of new Set(body.types)) {
            // Each rendering may take minutes, and none needs a transaction.
            await admit(accessControl, request);
            const signal = AbortSignal.timeout(renderTimeoutMs);
            const limits = { signal, timeoutMs: renderTimeoutMs };
            const { key, size, source } = await control.warm(room_id, type, limits);
            items.push({ room_id, type, key, size, rendered: source === 'rendered' });
          }
        }
        return { items };
      },
    );
  };
