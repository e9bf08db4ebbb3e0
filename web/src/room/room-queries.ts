import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/api.ts';
import { type Revised, revisedBodyOf } from '../api/revised.ts';
import type { RoomEvent } from '../api/room-events.ts';
import type { ResponseBody } from '../contract/route-types.ts';

export type Room = ResponseBody<'/api/v1/rooms/{room_id}'>;
export type RoomDocument = ResponseBody<'/api/v1/rooms/{room_id}/documents/{document_id}'>;
/** A document in a list. */
export type ListedDocument = RoomDocument & { shortened: string[] };
export type Vessel = ResponseBody<'/api/v1/rooms/{room_id}/vessels/{vessel_id}'>;
/** The two vessels that come alongside, side by side. */
export type Compatibility = ResponseBody<'/api/v1/rooms/{room_id}/compatibility'>;
export type Party = ResponseBody<'/api/v1/rooms/{room_id}/parties/{party_id}'>;
export type Approval = ResponseBody<'/api/v1/rooms/{room_id}/approvals/{approval_id}'>;
export type Requirement = ResponseBody<'/api/v1/rooms/{room_id}/requirements/{requirement_id}'>;
export type Finding = Room['verdict']['reasons'][number];
export type ActivityPage = ResponseBody<'/api/v1/rooms/{room_id}/activity'>;
export type ActivityEntry = ActivityPage['items'][number];

/** A part of a room, as events name it. The part `room` contains the facts, the verdict and the permissions. */
export type RoomPart = Extract<RoomEvent, { event: 'change' }>['data']['stale'][number];

const ACTIVITY_PAGE_SIZE = 100;
/** Most rooms have fewer documents, parties and approvals. */
const PAGE_SIZE = 500;

/** The key of all queries in one part of a room. */
export const partKey = (roomId: string, part: Exclude<RoomPart, 'room'>) => ['rooms', roomId, part] as const;

const inRoom = (roomId: string) => ({ params: { path: { room_id: roomId } } });

const pageInRoom = <Query extends PageQuery>(roomId: string, query: Query) => ({
  params: { path: { room_id: roomId }, query },
});

interface PageQuery {
  limit: number;
  cursor?: string;
}

/** Reads all pages of a list in a room. The revision is that of the first page: later pages are at least as new. */
async function readPages<Item>(
  readPage: (query: PageQuery) => Promise<Revised<{ items: readonly Item[]; next_cursor: string | null }>>,
): Promise<Revised<Item[]>> {
  const all: Item[] = [];
  let first: number | undefined;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { value, revision } = await readPage({
      limit: PAGE_SIZE,
      ...(cursor !== undefined && { cursor }),
    });
    if (cursor === undefined) first = revision;
    all.push(...value.items);
    cursor = value.next_cursor;
  }
  return { value: all, revision: first };
}

/** A room with its verdict. The keys of all queries in the room begin with this key. */
export const roomQuery = (roomId: string) =>
  queryOptions({
    queryKey: ['rooms', roomId],
    queryFn: () => bodyOf(api.GET('/api/v1/rooms/{room_id}', inRoom(roomId))),
  });

/** Leaves out the revision, which only changes need: `shown.ts` reads it. */
const withoutRevision = <Value>({ value }: Revised<Value>): Value => value;

export const documentsQuery = (roomId: string) =>
  queryOptions({
    queryKey: partKey(roomId, 'documents'),
    queryFn: () =>
      readPages((query) =>
        revisedBodyOf(api.GET('/api/v1/rooms/{room_id}/documents', pageInRoom(roomId, query))),
      ) as Promise<Revised<ListedDocument[]>>,
    select: withoutRevision,
  });

/** The ids of the documents that the server finds. It searches whole texts, of which a list has only the beginnings. */
export const documentSearchQuery = (roomId: string, q: string) =>
  queryOptions({
    queryKey: [...partKey(roomId, 'documents'), 'search', q],
    queryFn: async () => {
      const { value: found } = await readPages((query) =>
        revisedBodyOf(api.GET('/api/v1/rooms/{room_id}/documents', pageInRoom(roomId, { ...query, q }))),
      );
      return new Set(found.map(({ id }) => id));
    },
  });

export const readDocument = (roomId: string, documentId: string): Promise<Revised<RoomDocument>> =>
  revisedBodyOf(
    api.GET('/api/v1/rooms/{room_id}/documents/{document_id}', {
      params: { path: { room_id: roomId, document_id: documentId } },
    }),
  );

/** A document with its whole texts. */
export const documentQuery = (roomId: string, documentId: string) =>
  queryOptions({
    queryKey: [...partKey(roomId, 'documents'), documentId],
    queryFn: () => readDocument(roomId, documentId),
    select: withoutRevision,
  });

/** What a room asks for. A change of it changes the list of documents too, so it is stale with them. */
export const requirementsQuery = (roomId: string) =>
  queryOptions({
    queryKey: [...partKey(roomId, 'documents'), 'requirements'],
    queryFn: () =>
      readPages((query) =>
        revisedBodyOf(api.GET('/api/v1/rooms/{room_id}/requirements', pageInRoom(roomId, query))),
      ) as Promise<Revised<Requirement[]>>,
    select: withoutRevision,
  });

export async function readVessels(roomId: string): Promise<Revised<Vessel[]>> {
  const { value, revision } = await revisedBodyOf(api.GET('/api/v1/rooms/{room_id}/vessels', inRoom(roomId)));
  return { value: value.items, revision };
}

export const vesselsQuery = (roomId: string) =>
  queryOptions({
    queryKey: partKey(roomId, 'vessels'),
    queryFn: () => readVessels(roomId),
    select: withoutRevision,
  });

/** The comparison depends on the vessels alone, so it is stale with them. */
export const compatibilityQuery = (roomId: string) =>
  queryOptions({
    queryKey: [...partKey(roomId, 'vessels'), 'compatibility'],
    queryFn: () => bodyOf(api.GET('/api/v1/rooms/{room_id}/compatibility', inRoom(roomId))),
  });

export const partiesQuery = (roomId: string) =>
  queryOptions({
    queryKey: partKey(roomId, 'parties'),
    queryFn: () =>
      readPages((query) =>
        revisedBodyOf(api.GET('/api/v1/rooms/{room_id}/parties', pageInRoom(roomId, query))),
      ) as Promise<Revised<Party[]>>,
    select: withoutRevision,
  });

export const approvalsQuery = (roomId: string) =>
  queryOptions({
    queryKey: partKey(roomId, 'approvals'),
    queryFn: () =>
      readPages((query) =>
        revisedBodyOf(api.GET('/api/v1/rooms/{room_id}/approvals', pageInRoom(roomId, query))),
      ) as Promise<Revised<Approval[]>>,
    select: withoutRevision,
  });

/** Reads a page of the activity, newest first. */
export const readActivity = (roomId: string, cursor?: string): Promise<ActivityPage> =>
  bodyOf(
    api.GET('/api/v1/rooms/{room_id}/activity', {
      params: {
        path: { room_id: roomId },
        query: { limit: ACTIVITY_PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      },
    }),
  );

export const activityQuery = (roomId: string) =>
  infiniteQueryOptions({
    queryKey: partKey(roomId, 'activity'),
    queryFn: ({ pageParam }) => readActivity(roomId, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    // Older pages do not change. refreshRoom adds new entries before them.
    staleTime: Number.POSITIVE_INFINITY,
  });
