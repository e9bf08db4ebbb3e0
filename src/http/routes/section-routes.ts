import type { FastifyInstance } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { readOne, readSection, type SectionName } from '../../rooms/room-section-store.ts';
import { ItemsOf } from '../room-answer.ts';
import { InRoom, type RoomRouteParts } from '../room-request.ts';

interface Section {
  name: SectionName;
  /** The path parameter that holds the id of one thing, such as `party_id`. */
  id: string;
  summary: { all: string; one: string };
  answer: TSchema;
}

/** The two ways in which a section of a room is read: whole, in the order of the record, and one thing of it. */
export function addSectionRoutes(
  app: FastifyInstance,
  { database, clock }: RoomRouteParts,
  { name, id, summary, answer }: Section,
): void {
  const config = { access: { room: 'room.view' } } as const;
  const path = `/rooms/:room_id/${name}`;

  app.get<{ Params: Record<string, string> }>(
    path,
    {
      config,
      schema: { tags: [name], summary: summary.all, params: InRoom, response: { 200: ItemsOf(answer) } },
    },
    async ({ params: { room_id: roomId = '' } }) => ({
      items: await readSection(database.query, name, { roomId, at: clock() }),
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
