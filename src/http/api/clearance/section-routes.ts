import type { FastifyInstance } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { readOne, readSection, type SectionName } from '../../../clearance/state/room-section-store.ts';
import type { Queryable } from '../../../platform/db/database.ts';
import { InRoom, type RoomRouteParts } from './room-request.ts';
import { ItemsOf } from './room-response.ts';

interface Section<Query> {
  name: SectionName;
  /** The path parameter that holds the id of one thing, such as `party_id`. */
  id: string;
  summary: { all: string; one: string };
  answer: TSchema;
  /** How the whole can be narrowed. */
  search?: {
    schema: TSchema;
    find(db: Queryable, roomId: string, query: Query, at: Date): Promise<object[]>;
  };
}

/** The two ways in which a section of a room is read: whole, in the order of the record, and one thing of it. */
export function addSectionRoutes<Query>(
  app: FastifyInstance,
  { database, clock }: RoomRouteParts,
  { name, id, summary, answer, search }: Section<Query>,
): void {
  const config = { access: { room: 'room.view' } } as const;
  const path = `/rooms/:room_id/${name}`;

  app.get<{ Params: Record<string, string>; Querystring: Query }>(
    path,
    {
      config,
      schema: {
        tags: [name],
        summary: summary.all,
        params: InRoom,
        ...(search && { querystring: search.schema }),
        response: { 200: ItemsOf(answer) },
      },
    },
    async ({ params: { room_id: roomId = '' }, query }) => ({
      items: search
        ? await search.find(database.query, roomId, query as Query, clock())
        : await readSection(database.query, name, { roomId, at: clock() }),
    }),
  );

  const params = Type.Object({ room_id: Type.String(), [id]: Type.String() });
  app.get<{ Params: Record<string, string> }>(
    `${path}/:${id}`,
    { config, schema: { tags: [name], summary: summary.one, params, response: { 200: answer } } },
    ({ params: { room_id: roomId = '', [id]: only = '' } }) =>
      readOne(database.query, name, { roomId, at: clock(), only }),
  );
}
