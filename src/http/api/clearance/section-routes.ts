import type { FastifyInstance } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { readOne, readSection, type SectionName } from '../../../clearance/state/room-section-store.ts';
import type { Queryable } from '../../../platform/db/database.ts';
import { searchOrRead } from '../../server/bounds.ts';
import { InRoom, type RoomRouteParts } from './room-request.ts';
import { ItemsOf } from './room-response.ts';

/** How the things of a section are read. */
interface SectionReader<Query> {
  list(db: Queryable, roomId: string, query: Query, at: Date): Promise<object[]>;
  /** @throws AppError such as `party_not_found` */
  find(db: Queryable, scope: { roomId: string; at: Date; only: string }): Promise<object>;
}

interface Section<Query> extends SectionReader<Query> {
  /** In the path, and the tag in the description. */
  name: string;
  /** The path parameter with the id of one thing, such as `party_id`. */
  id: string;
  summary: { all: string; one: string };
  answer: TSchema;
  /** How the list can be narrowed. */
  query?: TSchema;
}

/** Reads a section as the state has it. */
export const fromState = (name: SectionName): SectionReader<unknown> => ({
  list: (db, roomId, _, at) => readSection(db, name, { roomId, at }),
  find: (db, scope) => readOne(db, name, scope),
});

/** Adds the two routes that read a section of a room: the list in the order of the record, and one item of it. */
export function addSectionRoutes<Query>(
  app: FastifyInstance,
  { database, clock }: RoomRouteParts,
  { name, id, summary, answer, query: querystring, list, find }: Section<Query>,
): void {
  const config = { access: { room: 'room.view' } } as const;
  const path = `/rooms/:room_id/${name}`;

  app.get<{ Params: Record<string, string>; Querystring: Query }>(
    path,
    {
      config: { ...config, bound: searchOrRead },
      schema: {
        tags: [name],
        summary: summary.all,
        params: InRoom,
        ...(querystring && { querystring }),
        response: { 200: ItemsOf(answer) },
      },
    },
    async ({ params: { room_id: roomId = '' }, query }) => ({
      items: await list(database.query, roomId, query as Query, clock()),
    }),
  );

  const params = Type.Object({ room_id: Type.String(), [id]: Type.String() });
  app.get<{ Params: Record<string, string> }>(
    `${path}/:${id}`,
    { config, schema: { tags: [name], summary: summary.one, params, response: { 200: answer } } },
    ({ params: { room_id: roomId = '', [id]: only = '' } }) =>
      find(database.query, { roomId, at: clock(), only }),
  );
}
