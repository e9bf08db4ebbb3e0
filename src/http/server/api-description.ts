import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { Type } from 'typebox';
import { takesIfMatch } from './access.ts';
import { ProblemResponse, RoomChangedResponse } from './problem-response.ts';
import { STATUS_CODES } from './status-names.ts';

type Complete = NonNullable<FastifyDynamicSwaggerOptions['transformObject']>;
type ApiDocument = Extract<Parameters<Complete>[0], { openapiObject: unknown }>['openapiObject'];
type PathDescription = NonNullable<NonNullable<ApiDocument['paths']>[string]>;
type Operation = NonNullable<PathDescription['get']>;

const TAGS = {
  auth: 'Log-in, log-out and your own account',
  users: 'Accounts',
  rooms: 'Ship-to-ship operations under clearance, with their verdicts',
  parties: 'The people in a room, with their roles',
  vessels: 'The vessels of a room',
  documents: 'The documents of a clearance, and their files',
  'document types': 'The types of documents',
  templates: 'What a new room can start from',
  requirements: 'What a room asks for',
  approvals: 'The approvals of an operation and of its vessels',
  activity: 'The activity of a room, and the audit log',
  snapshots: 'Sealed records of a room at one moment',
  tasks: 'The background work for snapshots',
  verification: 'The verification of records',
  metrics: 'Counts and durations',
  operations: 'Backup, clean-up, cache and diagnosis',
  system: 'Facts about the server, and its health',
};
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** What @fastify/swagger says of an answer that nobody has described. */
const UNDESCRIBED = 'Default Response';
const IF_MATCH = Type.Object({
  'If-Match': Type.Optional(
    Type.String({
      description:
        'The revision of the room that you have read, such as `"52"`. If the room has another one, nothing is changed',
    }),
  ),
});
const REVISION_TAG = { $ref: '#/components/headers/Revision' };
const ROOM_CHANGED = { $ref: '#/components/responses/RoomChanged' };
const PROBLEM = { $ref: '#/components/responses/Problem' };

/** Describes the routes that are added from here on, as OpenAPI 3.1. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  app.addHook('onRoute', describeIfMatch);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Roomshot', version },
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          metrics_token: { type: 'http', scheme: 'bearer', description: 'ROOMSHOT_METRICS_TOKEN' },
        },
        schemas: { Problem: ProblemResponse, RoomChanged: RoomChangedResponse },
        headers: {
          Revision: {
            description: 'The revision that the change led to, for `If-Match`',
            schema: { type: 'string' },
          },
        },
        responses: {
          RoomChanged: {
            description: 'The room has another revision than `If-Match`. Nothing was changed',
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/RoomChanged' } } },
          },
          Problem: {
            description: 'The request was rejected, or it failed',
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        },
      },
      security: [{ token: [] }],
    },
    transformObject: (document) => ('openapiObject' in document ? complete(document.openapiObject) : {}),
  });
}

/** Describes the header on every route that supports it. */
function describeIfMatch(route: RouteOptions): void {
  if (takesIfMatch(route.config?.access)) route.schema = { ...route.schema, headers: IF_MATCH };
}

/** Adds what can be said of every operation alike: its id, the names of statuses, and problems. */
function complete(document: ApiDocument): ApiDocument {
  for (const [path, description] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation = description?.[method];
      if (description && operation) description[method] = completeOperation(method, path, operation);
    }
  }
  return document;
}

function completeOperation(method: string, path: string, operation: Operation): Operation {
  const changesRoom = operation.parameters?.some(
    (parameter) => 'name' in parameter && parameter.name === 'If-Match',
  );
  const responses = Object.entries(operation.responses ?? {}).map(([status, response]) => {
    const isUndescribed = 'description' in response && response.description === UNDESCRIBED;
    return [
      status,
      {
        ...response,
        ...(isUndescribed && { description: STATUS_CODES[status] }),
        ...(changesRoom && { headers: { ETag: REVISION_TAG } }),
      },
    ];
  });
  return {
    operationId: operationId(method, path),
    ...operation,
    responses: {
      ...Object.fromEntries(responses),
      ...(changesRoom && { 412: ROOM_CHANGED }),
      default: PROBLEM,
    },
  };
}

/**
 * Returns the name of an operation in generated clients: `GET /api/v1/rooms/{room_id}/parties` is `getRoomParties`.
 * What an id follows is one of its kind.
 */
function operationId(method: string, path: string): string {
  const words = path
    .replace('/api/v1', '')
    .replace(/ies\/\{\w+\}/g, 'y')
    .replace(/s?\/\{\w+\}/g, '')
    .split(/\W+/)
    .filter((word) => word !== '');
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
