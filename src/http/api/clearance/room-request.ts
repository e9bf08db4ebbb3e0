import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { findRevision, requireChangeable } from '../../../clearance/changes/room-change.ts';
import type { RoomActor } from '../../../people/permissions/actor.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { Json } from '../../../platform/kernel/canonical-json.ts';
import type { Clock } from '../../../platform/kernel/clock.ts';
import { NAME } from '../../schema/text-pattern.ts';
import { Text } from '../../schema/text-schema.ts';
import { roomActorOf } from '../../server/access.ts';
import { idempotentWrite, isRepeated } from '../../server/idempotent-write.ts';
import type { RequestDatabase } from '../../server/request-database.ts';

/** What every route of a room works with. */
export interface RoomRouteParts {
  database: RequestDatabase;
  clock: Clock;
}

export const InRoom = Type.Object({ room_id: Type.String() });

/** Returns the schema of one line of text that is not blank. */
export const Name = (maxLength: number) => Type.String({ pattern: NAME.pattern, minLength: 1, maxLength });

/** Why a change takes away something that the clearance asks for. */
const Reason = Text({
  minLength: 1,
  maxLength: 2000,
  description:
    'Why the clearance asks for less than before. It is needed if it does, and stands in every later record of the room',
});
export const WithReason = { reason: Type.Optional(Reason) };
export const ReasonQuery = Type.Object(WithReason, { additionalProperties: false });

/** An optional remark on a decision. The body may be left out. */
export const NoteBody = Type.Union([
  Type.Object({ note: Type.Optional(Text({ maxLength: 2000 })) }, { additionalProperties: false }),
  Type.Null(),
]);

interface ChangeResponse {
  status?: 201;
  /** Plain data that has a JSON form. */
  body: object;
  location?: string;
}

/**
 * Performs one change in the room of the path, and responds with the outcome. The ETag is the new revision of the room.
 *
 * @param content as in `idempotentWrite`
 */
export const changeInRoom = (
  { database, clock }: RoomRouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
  change: (tx: Transaction, actor: RoomActor, at: Date) => Promise<ChangeResponse>,
  content: unknown = request.body,
): Promise<void> =>
  idempotentWrite(
    database,
    request,
    reply,
    async (tx) => {
      const actor = roomActorOf(request);
      const { status = 200, body, location } = await change(tx, actor, clock());
      return { status, body: body as Json, location, etag: await revisionTag(tx, actor.roomId) };
    },
    content,
  );

/**
 * Checks in advance what `changeInRoom` checks again, before the body of a request is received. A repeated request
 * receives its stored response, even if the room has changed since.
 * @throws AppError as `requireChangeable`
 */
export async function requireAcceptable(database: RequestDatabase, request: FastifyRequest): Promise<void> {
  const actor = roomActorOf(request);
  const isFirst = !(await isRepeated(database, request));
  await requireChangeable(database.query, isFirst ? actor : { ...actor, expectedRevisions: undefined });
}

/** Returns the ETag of a room. It is none if the room does not exist. */
async function revisionTag(db: Queryable, roomId: string): Promise<string | undefined> {
  const revision = await findRevision(db, roomId);
  return revision === undefined ? undefined : toTag(revision);
}

/** Returns the ETag of a revision of a room. */
export const toTag = (revision: number): string => `"${revision}"`;

/**
 * Answers a read in the room of the path. The ETag is the revision of the room before the read: a change between the
 * two must not be taken for one that the client has seen.
 */
export async function readInRoom<Read>(
  { database }: RoomRouteParts,
  reply: FastifyReply,
  roomId: string,
  read: () => Promise<Read>,
): Promise<Read> {
  const tag = await revisionTag(database.query, roomId);
  const answer = await read();
  if (tag !== undefined) reply.header('etag', tag);
  return answer;
}

/** Returns the response to the creation of an item in a room. */
export const created = (kind: string, roomId: string, body: { id: string }): ChangeResponse => ({
  status: 201,
  body,
  location: `/api/v1/rooms/${roomId}/${kind}/${body.id}`,
});

/** Returns the response to a deletion. */
export const deleted = (name: string, id: string): ChangeResponse => ({
  body: { message: `${name} deleted successfully`, id },
});
