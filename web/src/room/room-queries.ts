import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/api.ts';
import type { EventOf } from '../api/event-stream.ts';
import type { paths } from '../contract/schema.d.ts';

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

export type Room = Answer<'/api/v1/rooms/{room_id}'>;
export type RoomDocument = Answer<'/api/v1/rooms/{room_id}/documents/{document_id}'>;
export type Vessel = Answer<'/api/v1/rooms/{room_id}/vessels/{vessel_id}'>;
export type Party = Answer<'/api/v1/rooms/{room_id}/parties/{party_id}'>;
export type Approval = Answer<'/api/v1/rooms/{room_id}/approvals/{approval_id}'>;
export type ActivityPage = Answer<'/api/v1/rooms/{room_id}/activity'>;
export type ActivityEntry = ActivityPage['items'][number];

export type RoomEvent = EventOf<'/api/v1/rooms/{room_id}/events'>;
/** A part of a room, as events name it. `room` is its facts, verdict and permissions. */
export type RoomPart = Extract<RoomEvent, { event: 'change' }>['data']['stale'][number];

const ACTIVITY_PAGE_SIZE = 100;

/** The key of everything in one part of a room. */
export const partKey = (roomId: string, part: Exclude<RoomPart, 'room'>) => ['rooms', roomId, part] as const;

const inRoom = (roomId: string) => ({ params: { path: { room_id: roomId } } });

/** A room with its verdict. The keys of everything in it begin with this one. */
export const roomQuery = (roomId: string) =>
  queryOptions({
    queryKey: ['rooms', roomId],
    queryFn: () => bodyOf(api.GET('/api/v1/rooms/{room_id}', inRoom(roomId))),
  });

export const documentsQuery = (roomId: string) =>
  queryOptions({
    queryKey: partKey(roomId, 'documents'),
    queryFn: async () =>
      (await bodyOf(api.GET('/api/v1/rooms/{room_id}/documents', inRoom(roomId)))).items as RoomDocument[],
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
      (await bodyOf(api.GET('/api/v1/rooms/{room_id}/parties', inRoom(roomId)))).items as Party[],
  });

export const approvalsQuery = (roomId: string) =>
  queryOptions({
    queryKey: partKey(roomId, 'approvals'),
    queryFn: async () =>
      (await bodyOf(api.GET('/api/v1/rooms/{room_id}/approvals', inRoom(roomId)))).items as Approval[],
  });

/** A page of what happened, newest first. */
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
    // Pages of the past do not change, and what is new is put before them.
    staleTime: Number.POSITIVE_INFINITY,
  });
