import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { Actor, RoomActor } from '../../people/permissions/actor.ts';
import type { Action } from '../../people/permissions/policy.ts';
import { may } from '../../people/permissions/policy.ts';
import type { Role } from '../../people/permissions/roles.ts';
import { AppError } from '../../platform/kernel/errors.ts';

/**
 * Who may call a route. `optional` lets anybody in, and knows who it is if they say so. A room action is judged by the
 * role in the room that the path's `room_id` names.
 */
type Access = 'public' | 'optional' | 'authenticated' | { system: Action } | { room: Action };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Whether it goes on when the disk is full: it makes room, or ends something, and writes next to nothing. */
    allowedOnFullDisk?: boolean;
  }
  interface FastifyRequest {
    /** Set on every route that wants a token, and on one that takes it if it was sent. */
    signedIn: SignedIn | undefined;
    /** Set on every route with a room action. */
    inRoom: RoomActor | undefined;
  }
}

export interface SignedIn {
  actor: Actor;
  /** The session to end at log-out; none with a token of another issuer. */
  sessionId: string | null;
}

export interface AccessControl {
  /** @throws AppError `unauthenticated` */
  authenticate(token: string): Promise<SignedIn>;
  /** The role of a person in a room, or `undefined` if the room is not there or not theirs to see. */
  findRoomRole(roomId: string, actor: Actor): Promise<Role | undefined>;
  /** The operator on this machine, if it is their token. It opens no rooms and no accounts. */
  recogniseOperator(token: string): Actor | undefined;
}

/**
 * Guards every route by what its `config.access` states; a route that states nothing stops the server from
 * starting. All of it happens before the body is read.
 */
export function guardRoutes(app: FastifyInstance, accessControl: AccessControl): void {
  app.decorateRequest('signedIn', undefined);
  app.decorateRequest('inRoom', undefined);
  app.addHook('onRoute', requireStatedAccess);
  // After `onRequest`, where requests are counted, so that refused ones count too; before the body is read.
  app.addHook('preParsing', async (request) => {
    const access = request.routeOptions.config.access;
    if (access === undefined || access === 'public') return;
    if (access === 'optional' && request.headers.authorization === undefined) return;
    const token = bearerToken(request);
    const operator = isForOperator(access) ? accessControl.recogniseOperator(token) : undefined;
    request.signedIn = operator
      ? { actor: operator, sessionId: null }
      : await accessControl.authenticate(token);
    if (namesNothing(request.params)) throw new AppError('not_found', 'not_found', 'Not Found');
    if (access === 'authenticated' || access === 'optional') return;
    if ('system' in access) requireRole(request.signedIn.actor.role, access.system);
    else request.inRoom = await enterRoom(accessControl, request, access.room);
  });
}

/** What commands on the same machine do: to look after the server, and to see how it does. */
const OPERATOR_ACTIONS: readonly Action[] = ['setting.manage', 'metrics.view', 'activity.view_all'];

const isForOperator = (access: Access): boolean =>
  typeof access === 'object' && 'system' in access && OPERATOR_ACTIONS.includes(access.system);

/** A path may contain NUL, which the database refuses. No item has such a name. */
const namesNothing = (params: unknown): boolean =>
  Object.values(params as Record<string, string>).some((name) => name.includes('\0'));

/** Returns the actor of a route that requires a token. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.signedIn) throw new AppError('internal', 'no_actor', 'This route has no actor.');
  return request.signedIn.actor;
}

/** Returns the actor of a route with a room action, with the role in that room. */
export function roomActorOf(request: FastifyRequest): RoomActor {
  if (!request.inRoom) throw new AppError('internal', 'no_room_actor', 'This route has no room.');
  return request.inRoom;
}

function requireStatedAccess(route: RouteOptions): void {
  if (route.url.startsWith('/docs')) route.config = { ...route.config, access: 'public' };
  if (route.config?.access !== undefined) return;
  throw new Error(`The route ${String(route.method)} ${route.url} does not state who may call it.`);
}

function bearerToken(request: FastifyRequest): string {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token) {
    throw new AppError('unauthenticated', 'not_authenticated', 'Not authenticated');
  }
  return token;
}

async function enterRoom(
  accessControl: AccessControl,
  request: FastifyRequest,
  action: Action,
): Promise<RoomActor> {
  const actor = actorOf(request);
  const { room_id: roomId } = request.params as { room_id: string };
  const roomRole = await accessControl.findRoomRole(roomId, actor);
  if (roomRole === undefined) throw new AppError('not_found', 'room_not_found', 'Room not found');
  requireRole(roomRole, action);
  return { ...actor, roomId, roomRole };
}

/** Returns whether the user who made a request to a room still has access to it. */
export async function isStillAdmitted(
  accessControl: AccessControl,
  request: FastifyRequest,
  roomId: string,
): Promise<boolean> {
  try {
    const { actor } = await accessControl.authenticate(bearerToken(request));
    const role = await accessControl.findRoomRole(roomId, actor);
    return role !== undefined && may(role, 'room.view');
  } catch (error) {
    if (error instanceof AppError && error.kind === 'unauthenticated') return false;
    throw error;
  }
}

/** @throws AppError `role_not_permitted` */
export function requireRole(role: Role, action: Action): void {
  if (!may(role, action)) throw forbidden(role, action);
}

/** Creates the errors of a missing permission. Clients of the reference know their exact texts. */
function forbidden(role: Role, action: Action): AppError {
  const known: Partial<Record<Action, string>> = {
    'snapshot.create': `Role '${role}' cannot create snapshots. Only owners, brokers, charterers, and admins can.`,
    'snapshot.delete': `Role '${role}' cannot delete snapshots. Only admins can.`,
    'metrics.view': 'Only admins can view system metrics',
  };
  const text = known[action] ?? `Role '${role}' may not do this (${action}).`;
  return new AppError('forbidden', 'role_not_permitted', text);
}
