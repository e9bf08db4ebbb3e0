import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/api.ts';
import type { RoomEvent } from '../api/room-events.ts';
import type { ResponseBody } from '../contract/route-types.ts';

export type Room = ResponseBody<'/api/v1/rooms/{room_id}'>;
export type RoomDocument = ResponseBody<'/api/v1/rooms/{room_id}/documents/{document_id}'>;
/** A document in a list. */
export type ListedDocument = RoomDocument & { shortened: string[] };
export type Vessel = ResponseBody<'/api/v1/rooms/{room_id}/vessels/{vessel_id}'>;
export type Party = ResponseBody<'/api/v1/rooms/{room_id}/parties/{party_id}'>;
export type Approval = ResponseBody<'/api/v1/rooms/{room_id}/approvals/{approval_id}'>;
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

/** Reads all pages of a list in a room. */
async function readPages<Item>(
  readPage: (query: PageQuery) => Promise<{ items: readonly Item[]; next_cursor: string | null }>,
): Promise<Item[]> {
  const all: Item[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { items, next_cursor } = await readPage({
      limit: PAGE_SIZE,
      ...(cursor !== undefined && { cursor }),
    });
    all.push(...items);
    cursor = next_cursor;
  }
  return all;
}

/** A room with its verdict. The keys of all queries in the room begin with this key. */
export const roomQuery = (roomId: string) =>
  queryOptions({
    queryKey: ['rooms', roomId],
    queryFn: () => bodyOf(api.GET('/api/v1/rooms/{room_id}', inRoom(roomId))),
  });

export const documentsQuery = (roomId: string) =>
  queryOptions({
    queryKey: partKey(roomId, 'documents'),
    queryFn: () =>
      readPages((query) =>
        bodyOf(api.GET('/api/v1/rooms/{room_id}/documents', pageInRoom(roomId, query))),
      ) as Promise<ListedDocument[]>,
  });

/** The ids of the documents that the server finds. It searches whole texts, of which a list has only the beginnings. */
export const documentSearchQuery = (roomId: string, q: string) =>
  queryOptions({
    queryKey: [...partKey(roomId, 'documents'), 'search', q],
    queryFn: async () => {
      const found = await readPages((query) =>
        bodyOf(api.GET('/api/v1/rooms/{room_id}/documents', pageInRoom(roomId, { ...query, q }))),
      );
      return new Set(found.map(({ id }) => id));
    },
  });

/** A document with its whole texts. */
export const documentQuery = (roomId: string, documentId: string) =>
  queryOptions({
    queryKey: [...partKey(roomId, 'documents'), documentId],
    queryFn: () =>
      bodyOf(
        api.GET('/api/v1/rooms/{room_id}/documents/{document_id}', {
          params: { path: { room_id: roomId, document_id: documentId } },
        }),
      ),
  });

export const vesselsQuery = (roomId: string) =>
  queryOptions({
    queryKey: partKey(roomId, 'vessels'),
    queryFn: async () =>
      (await bodyOf(api.GET('/api/v1/rooms/{room_id}/vessels', inRoom(roomId)))).items as Vessel[],
  });

export const partiesQuery = (roomId: string) =>
  queryOptions({
    queryKey: partKey(roomId, 'parties'),
    queryFn: async () =>
      (await readPages((query) =>
        bodyOf(api.GET('/api/v1/rooms/{room_id}/parties', pageInRoom(roomId, query))),
      )) as Party[],
  });

export const approvalsQuery = (roomId: string) =>
  queryOptions({
    queryKey: partKey(roomId, 'approvals'),
    queryFn: async () =>
      (await readPages((query) =>
        bodyOf(api.GET('/api/v1/rooms/{room_id}/approvals', pageInRoom(roomId, query))),
      )) as Approval[],
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
