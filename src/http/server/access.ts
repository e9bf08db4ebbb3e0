import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { Actor, RoomActor } from '../../people/permissions/actor.ts';
import type { Action } from '../../people/permissions/policy.ts';
import { changesRoom, may } from '../../people/permissions/policy.ts';
import type { Role } from '../../people/permissions/roles.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { AppError, type ErrorKind } from '../../platform/kernel/errors.ts';
import { expectedRevisionsOf } from './if-match.ts';

/**
 * Who may call a route. `optional` lets anybody in, and knows who it is if they say so. A room action is judged by the
 * role in the room that the path's `room_id` names, and a task action in the room of the task that `task_id` names. With
 * `opensRecords`, the snapshots that the path names may have commercial terms, and then need `commercial.view` too.
 */
export type Access =
  | 'public'
  | 'optional'
  | 'authenticated'
  | { system: Action }
  | { room: Action; opensRecords?: true }
  | { task: Action };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Whether it goes on when the disk is full: it makes room, or ends something, and writes next to nothing. */
    allowedOnFullDisk?: boolean;
    /** Whether it changes accounts or ends sessions. */
    changesAccounts?: boolean;
  }
  interface FastifyRequest {
    /** Set on every route that wants a token, and on one that takes it if it was sent. */
    signedIn: SignedIn | undefined;
    /** Set on every route with a room action or a task action. */
    inRoom: RoomActor | undefined;
  }
}

export interface SignedIn {
  actor: Actor;
  /** The session to end at log-out; none with a token of another issuer. */
  sessionId: string | null;
}

/** The claims of a token that is valid by itself. */
interface Credentials {
  email: string;
  sessionId: string | null;
}

/** The rights of users, as they are now. */
export interface Rights {
  /** @throws AppError `unauthenticated` if the account or the session has ended */
  identify(credentials: Credentials): Promise<SignedIn>;
  /** The role of a user in a room, or `undefined` if the room is not there or not theirs to see. */
  findRoomRole(roomId: string, actor: Actor): Promise<Role | undefined>;
  /** The room of a task, or `undefined` if there is no such task. */
  findRoomOfTask(taskId: string): Promise<string | undefined>;
  /** Whether one of these snapshots of a room contains commercial terms. */
  containCommercial(roomId: string, snapshotIds: readonly string[]): Promise<boolean>;
}

/** What a transaction does, as far as it decides how rights are locked. */
export interface LockPurpose {
  /** Whether it changes accounts or ends sessions. */
  changesAccounts: boolean;
  changesRoom: boolean;
}

export interface AccessControl {
  /**
   * Verifies a token without the database.
   * @throws AppError `unauthenticated`
   */
  verify(token: string): Promise<Credentials>;
  readonly rights: Rights;
  /** Returns the rights for one transaction. Those that were read cannot change until it ends. */
  lockRights(tx: Transaction, purpose: LockPurpose): Promise<Rights>;
  /** The operator on this machine, if it is their token. It opens no rooms and no accounts. */
  recogniseOperator(token: string): Actor | undefined;
}

/**
 * Guards every route by what its `config.access` states; a route that states nothing stops the server from
 * starting. All of it happens before the body is read. `RequestDatabase` repeats it in each transaction.
 */
export function guardRoutes(app: FastifyInstance, accessControl: AccessControl): void {
  app.decorateRequest('signedIn', undefined);
  app.decorateRequest('inRoom', undefined);
  app.addHook('onRoute', requireStatedAccess);
  // After `onRequest`, where requests are counted, so that refused ones count too; before the body is read.
  app.addHook('preParsing', (request) => admit(accessControl, request));
}

/**
 * Lets the user of a request in by their rights as they are now, and notes these in the request.
 * @throws AppError `unauthenticated`, `role_not_permitted`, and the errors of a thing that does not exist
 */
export async function admit(accessControl: AccessControl, request: FastifyRequest): Promise<void> {
  const credentials = await verifyToken(accessControl, request);
  await admitBy(accessControl.rights, request, credentials);
}

/**
 * Does the same in a transaction. The rights stay as they are until it ends.
 * @param credentials of `verifyToken`, which is called before the transaction, because it may ask a hub for its keys
 */
export async function admitLocked(
  tx: Transaction,
  accessControl: AccessControl,
  request: FastifyRequest,
  credentials: VerifiedToken | undefined,
): Promise<void> {
  const { access, changesAccounts = false } = request.routeOptions.config;
  const action = actionInRoom(access);
  const purpose = { changesAccounts, changesRoom: action !== undefined && changesRoom(action) };
  const rights = await accessControl.lockRights(tx, purpose);
  await admitBy(rights, request, credentials);
}

/** The operator, or the claims of a user's token. */
export type VerifiedToken = { operator: Actor } | Credentials;

/** Verifies the token of a request, if its route wants one. */
export async function verifyToken(
  accessControl: AccessControl,
  request: FastifyRequest,
): Promise<VerifiedToken | undefined> {
  const { access } = request.routeOptions.config;
  if (access === undefined || access === 'public') return undefined;
  if (access === 'optional' && request.headers.authorization === undefined) return undefined;
  const token = bearerToken(request);
  const operator = isForOperator(access) ? accessControl.recogniseOperator(token) : undefined;
  return operator ? { operator } : accessControl.verify(token);
}

async function admitBy(
  rights: Rights,
  request: FastifyRequest,
  verified: VerifiedToken | undefined,
): Promise<void> {
  const { access } = request.routeOptions.config;
  if (verified === undefined || access === undefined) return;
  const signedIn =
    'operator' in verified ? { actor: verified.operator, sessionId: null } : await rights.identify(verified);
  request.signedIn = signedIn;
  if (namesNothing(request.params)) throw new AppError('not_found', 'not_found', 'Not Found');
  if (typeof access !== 'object') return;
  if ('system' in access) requireRole(signedIn.actor.role, access.system);
  else if ('room' in access) {
    request.inRoom = await enterRoom(rights, request, access.room);
    if (access.opensRecords) await requireReadable(rights, request, request.inRoom);
  } else request.inRoom = await enterRoomOfTask(rights, request, access.task);
}

const actionInRoom = (access: Access | undefined): Action | undefined => {
  if (typeof access !== 'object' || 'system' in access) return undefined;
  return 'room' in access ? access.room : access.task;
};

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

/** Returns whether a route changes the revision of the room in its path, so that it supports `If-Match`. */
export const takesIfMatch = (access: Access | undefined): boolean =>
  typeof access === 'object' &&
  'room' in access &&
  changesRoom(access.room) &&
  access.room !== 'snapshot.delete';

async function enterRoom(rights: Rights, request: FastifyRequest, action: Action): Promise<RoomActor> {
  const actor = actorOf(request);
  const { room_id: roomId } = request.params as { room_id: string };
  const roomRole = await rights.findRoomRole(roomId, actor);
  if (roomRole === undefined) throw new AppError('not_found', 'room_not_found', 'Room not found');
  requireRole(roomRole, action);
  const { access } = request.routeOptions.config;
  const expectedRevisions = takesIfMatch(access) ? expectedRevisionsOf(request) : undefined;
  return { ...actor, roomId, roomRole, expectedRevisions };
}

/** @throws AppError `role_not_permitted` if a snapshot in the path contains commercial terms that the role may not see */
async function requireReadable(
  rights: Rights,
  { params }: FastifyRequest,
  { roomId, roomRole }: RoomActor,
): Promise<void> {
  if (may(roomRole, 'commercial.view')) return;
  const { snapshot_id, other_id = snapshot_id } = params as { snapshot_id: string; other_id?: string };
  if (await rights.containCommercial(roomId, [snapshot_id, other_id]))
    throw forbidden(roomRole, 'commercial.view');
}

/** Answers in the same words for a task in a foreign room and for one that does not exist. */
async function enterRoomOfTask(rights: Rights, request: FastifyRequest, action: Action): Promise<RoomActor> {
  const actor = actorOf(request);
  const { task_id: taskId } = request.params as { task_id: string };
  const roomId = await rights.findRoomOfTask(taskId);
  const roomRole = roomId === undefined ? undefined : await rights.findRoomRole(roomId, actor);
  if (roomId === undefined || roomRole === undefined || !may(roomRole, 'snapshot.view')) {
    throw new AppError('not_found', 'task_not_found', 'Task not found');
  }
  requireRole(roomRole, action);
  return { ...actor, roomId, roomRole };
}

const REFUSALS: readonly ErrorKind[] = ['unauthenticated', 'forbidden', 'not_found'];

/**
 * Returns whether the user who made a request still has the rights for it.
 * @param roomId a room that they must still see, if the path names none
 */
export async function isStillAdmitted(
  accessControl: AccessControl,
  request: FastifyRequest,
  roomId?: string,
): Promise<boolean> {
  try {
    await admit(accessControl, request);
    if (roomId === undefined) return true;
    const role = await accessControl.rights.findRoomRole(roomId, actorOf(request));
    return role !== undefined && may(role, 'room.view');
  } catch (error) {
    if (error instanceof AppError && REFUSALS.includes(error.kind)) return false;
    throw error;
  }
}

/** @throws AppError `role_not_permitted` */
function requireRole(role: Role, action: Action): void {
  if (!may(role, action)) throw forbidden(role, action);
}

/** Creates the errors of a missing permission. Clients of the reference know their exact texts. */
function forbidden(role: Role, action: Action): AppError {
  const known: Partial<Record<Action, string>> = {
    'snapshot.create': `Role '${role}' cannot create snapshots. Only owners, brokers, charterers, and admins can.`,
    'snapshot.delete': `Role '${role}' cannot delete snapshots. Only admins can.`,
    'commercial.view': `This snapshot contains commercial terms. Role '${role}' cannot read them. Only owners, brokers, charterers, and admins can.`,
    'metrics.view': 'Only admins can view system metrics',
  };
  const text = known[action] ?? `Role '${role}' may not do this (${action}).`;
  return new AppError('forbidden', 'role_not_permitted', text);
}
