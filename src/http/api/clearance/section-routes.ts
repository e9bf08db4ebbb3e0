import type { FastifyInstance } from 'fastify';
import { type TObject, type TProperties, Type } from 'typebox';
import { toExcerpt } from '../../../clearance/state/excerpt.ts';
import { readOne, readSection, type SectionName } from '../../../clearance/state/room-section-store.ts';
import type { FieldTable } from '../../../clearance/vocabulary/field.ts';
import type { Queryable } from '../../../platform/db/database.ts';
import { pageOfList } from '../../../platform/kernel/page-cursor.ts';
import { searchOrRead } from '../../server/bounds.ts';
import { InRoom, type RoomRouteParts, readInRoom } from './room-request.ts';
import { PageOf, SectionPageQuery, Shortened } from './room-response.ts';

/** How the things of a section are read. */
interface SectionReader<Query> {
  list(db: Queryable, roomId: string, query: Query, at: Date): Promise<{ id: string }[]>;
  /** @throws AppError such as `party_not_found` */
  find(db: Queryable, scope: { roomId: string; at: Date; only: string }): Promise<object>;
}

interface Section<Query> extends SectionReader<Query> {
  /** In the path, and the tag in the description. */
  name: string;
  /** The path parameter with the id of one thing, such as `party_id`. */
  id: string;
  summary: { all: string; one: string };
  answer: TObject;
  fields: FieldTable;
  /** How the list can be narrowed. */
  query?: TProperties;
}

interface PageAsked {
  limit: number;
  cursor?: string;
}

/** Reads a section as the state has it. */
export const fromState = (name: SectionName): SectionReader<object> => ({
  list: (db, roomId, _, at) => readSection(db, name, { roomId, at, excerpts: true }),
  find: (db, scope) => readOne(db, name, scope),
});

/**
 * Adds the two routes that read a section of a room: the list in the order of the record, with the beginnings of long
 * texts, and one item of it.
 */
export function addSectionRoutes<Query extends object>(
  app: FastifyInstance,
  parts: RoomRouteParts,
  { name, id, summary, answer, fields, query: filter, list, find }: Section<Query>,
): void {
  const { database, clock } = parts;
  const config = { access: { room: 'room.view' } } as const;
  const path = `/rooms/:room_id/${name}`;

  app.get<{ Params: Record<string, string>; Querystring: Query & PageAsked }>(
    path,
    {
      config: { ...config, bound: searchOrRead },
      schema: {
        tags: [name],
        summary: summary.all,
        params: InRoom,
        querystring: Type.Object({ ...SectionPageQuery, ...filter }, { additionalProperties: !filter }),
        response: { 200: PageOf(Type.Object({ ...answer.properties, ...Shortened })) },
      },
    },
    async ({ params: { room_id: roomId = '' }, query: asked }, reply) => {
      const { limit, cursor, ...query } = asked as Query & PageAsked;
      const all = await readInRoom(parts, reply, roomId, () =>
        list(database.query, roomId, query as unknown as Query, clock()),
      );
      const { items, next_cursor } = pageOfList(all, { limit, cursor });
      return { items: items.map((item) => toExcerpt(item, fields)), next_cursor };
    },
  );

  const params = Type.Object({ room_id: Type.String(), [id]: Type.String() });
  app.get<{ Params: Record<string, string> }>(
    `${path}/:${id}`,
    { config, schema: { tags: [name], summary: summary.one, params, response: { 200: answer } } },
    ({ params: { room_id: roomId = '', [id]: only = '' } }, reply) =>
      readInRoom(parts, reply, roomId, () => find(database.query, { roomId, at: clock(), only })),
  );
}
