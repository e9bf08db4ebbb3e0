import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import { Ajv } from 'ajv';
import { describe, expect } from 'vitest';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import { STATED_ROUTES } from '../support/route-table.ts';
import { test as serverTest } from '../support/server-test.ts';
import { roomIdOf, takeSnapshot } from '../support/snapshots.ts';

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: { name: string; in: string; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<
    string,
    { $ref?: string; description: string; content?: Record<string, { schema: object }> }
  >;
}

interface Description {
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; responses: Record<string, object> };
}

const test = serverTest
  .extend('description', { scope: 'file' }, async ({ anonymous }): Promise<Description> => {
    return (await anonymous.get('/openapi.json')).body;
  })
  .extend('operations', { scope: 'file' }, ({ description }) =>
    Object.entries(description.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    ),
  );

const successes = ({ responses }: Operation) =>
  Object.entries(responses).filter(([status]) => status.startsWith('2') && status !== '204');

/** Not of the API: the pages of the web application, and the description itself. */
const UNDESCRIBED = ['GET /*', 'GET /api/v1/openapi.json'];

describe('the description of the API', () => {
  test('has every route', ({ operations }) => {
    const stated = Object.keys(STATED_ROUTES).filter((route) => !UNDESCRIBED.includes(route));
    expect(operations.map(([route]) => route).sort()).toEqual(
      stated.map((route) => route.replace(/:(\w+)/g, '{$1}')).sort(),
    );
  });

  test('names and explains every operation', ({ description, operations }) => {
    const tags = description.tags.map(({ name }) => name);
    for (const [route, { operationId, summary, ...operation }] of operations) {
      expect(operationId, route).toMatch(/^(get|post|put|patch|delete)([A-Z][a-z]+)+$/);
      expect(summary.length, route).toBeGreaterThan(3);
      expect(operation.tags, route).toHaveLength(1);
      expect(tags, route).toContain(operation.tags[0]);
    }
    expect(new Set(operations.map(([, { operationId }]) => operationId)).size).toBe(operations.length);
    expect(new Set(operations.flatMap(([, operation]) => operation.tags))).toEqual(new Set(tags));
  });

  test('has ids that stay', ({ operations }) => {
    const ids = Object.fromEntries(operations.map(([route, { operationId }]) => [route, operationId]));
    expect(ids).toMatchObject({
      'GET /api/v1/rooms': 'getRooms',
      'POST /api/v1/rooms': 'postRooms',
      'GET /api/v1/rooms/{room_id}/parties/{party_id}': 'getRoomParty',
      'PUT /api/v1/rooms/{room_id}/documents/{document_id}/file': 'putRoomDocumentFile',
      'POST /api/v1/snapshots/tasks/{task_id}/retry': 'postSnapshotsTaskRetry',
      'PATCH /api/v1/document-types/{code}': 'patchDocumentType',
      'GET /healthz': 'getHealthz',
    });
  });

  test('states every answer of every operation, and the parameters of its path', ({
    description,
    operations,
  }) => {
    for (const [route, operation] of operations) {
      expect(operation.responses.default, route).toEqual({ $ref: '#/components/responses/Problem' });
      expect(successes(operation).length, route).toBeGreaterThan(0);
      for (const [, { description, content = {} }] of successes(operation)) {
        expect(description, route).toMatch(/^(?!Default)\S/);
        expect(Object.keys(content), route).not.toEqual([]);
        for (const { schema } of Object.values(content)) expect(Object.keys(schema), route).not.toEqual([]);
      }
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => name).sort(), route).toEqual(
        [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(),
      );
    }
    expect(description.components.responses.Problem).toMatchObject({
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    });
  });

  // The server compiles a schema only when a request needs it.
  test('has schemas that can be compiled', ({ description, operations }) => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const compileAnswer = SerializerSelector()();
    const schemas = operations.flatMap(([, { parameters = [], requestBody, responses }]) => ({
      asked: [...parameters, ...Object.values(requestBody?.content ?? {})].map(({ schema }) => schema),
      answered: Object.values(responses).flatMap(({ content = {} }) =>
        Object.values(content).map(({ schema }) => schema),
      ),
    }));
    expect(schemas.length).toBe(operations.length);
    for (const { asked, answered } of schemas) {
      for (const schema of asked) ajv.compile({ ...schema, components: description.components });
      for (const schema of answered) {
        ajv.compile({ ...schema, components: description.components });
        compileAnswer({ schema, method: 'GET', url: '/', httpStatus: '200' });
      }
    }
  });

  test('says which answers are not JSON alone', ({ operations }) => {
    const media = operations.flatMap(([route, operation]) =>
      successes(operation)
        .map(([status, { content = {} }]) => [`${status} ${route}`, Object.keys(content)])
        .filter(([, types]) => String(types) !== 'application/json'),
    );
    const files = '/api/v1/rooms/{room_id}/documents/{document_id}/file';
    const download = '/api/v1/rooms/{room_id}/snapshots/{snapshot_id}/download';
    const records = ['application/pdf', 'application/json', 'application/zip'];
    expect(Object.fromEntries(media)).toEqual({
      [`200 GET ${files}`]: ['*/*'],
      [`206 GET ${files}`]: ['*/*'],
      [`200 GET ${download}`]: records,
      [`206 GET ${download}`]: records,
      '200 POST /api/v1/admin/backup': ['application/zstd'],
      '200 GET /api/v1/events': ['text/event-stream'],
      '200 GET /api/v1/rooms/{room_id}/events': ['text/event-stream'],
      '200 GET /api/v1/snapshots/tasks/{task_id}/events': ['text/event-stream'],
      '200 GET /api/v1/snapshots/metrics/export': ['text/csv', 'application/json'],
      '200 GET /metrics': ['text/plain'],
    });
  });
});

describe('what is answered', () => {
  test('of a problem is what the description says, with nothing beside it', async ({
    server,
    description,
    broker,
  }) => {
    const schema = { ...description.components.schemas.Problem, additionalProperties: false };
    const isProblem = new Ajv({ strict: false }).compile(schema);
    const refusals = [
      await server.anonymous.get('/rooms'),
      await broker.get('/users'),
      await broker.get('/rooms/nowhere'),
      await broker.post('/rooms', { title: 7 }),
      await broker.delete('/rooms'),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([401, 403, 404, 422, 405]);
    for (const { body } of refusals) expect(isProblem(body), JSON.stringify(body)).toBe(true);
  });

  test('of a file is not written anew on the way', async ({ broker, admin }) => {
    const roomId = await roomIdOf(broker, 'Aegean Pearl');
    const { created } = await takeSnapshot(broker, roomId, { snapshot_type: 'json' });
    const record = await broker.download(`/rooms/${roomId}/snapshots/${created.id}/download`);
    expect(record.headers.get('etag')).toBe(`"${sha256(record.bytes)}"`);

    const [exported, ...parts] = await Promise.all(
      ['export', 'summary', 'series'].map((part) => admin.get(`/snapshots/metrics/${part}?hours=1`)),
    );
    expect(Object.keys(exported?.body)).toEqual(['summary', 'series']);
    expect(Object.values(exported?.body).map((part) => Object.keys(part as object).sort())).toEqual(
      parts.map(({ body }) => Object.keys(body).sort()),
    );
  });
});
