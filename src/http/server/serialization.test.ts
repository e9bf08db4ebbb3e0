import Fastify from 'fastify';
import { type TSchema, Type } from 'typebox';
import { expect, test } from 'vitest';
import { applySchemas } from './schemas.ts';

const nullable = (schema: TSchema) => Type.Union([schema, Type.Null()]);

const ANSWER = Type.Object({
  text: nullable(Type.String()),
  number: nullable(Type.Number()),
  choice: nullable(Type.Enum(['a', 'b'])),
  item: nullable(Type.Object({ inner: nullable(Type.String()), list: Type.Array(nullable(Type.Integer())) })),
  either: Type.Union([Type.String(), Type.Array(Type.String())]),
  optional: Type.Optional(nullable(Type.Boolean())),
});

/** A server that answers with the given value, by `ANSWER`. */
function answering(value: object) {
  const app = Fastify();
  applySchemas(app);
  app.get('/', { schema: { response: { 200: ANSWER } } }, async () => value);
  return app;
}

test.for([
  {
    text: 'a "b"',
    number: 1.5,
    choice: 'a',
    item: { inner: null, list: [1, null] },
    either: 'x',
    optional: true,
  },
  { text: null, number: null, choice: null, item: null, either: ['x', 'y'], optional: null },
  { text: '', number: 0, choice: 'b', item: { inner: 'i', list: [] }, either: [] },
])('an answer keeps its values and its nulls: %j', async (value) => {
  expect((await answering(value).inject('/')).json()).toEqual(value);
});

test('what a route needs is compiled ahead, and only that', async () => {
  const app = answering({ text: 'now' });
  await app.ready();
  expect([...app.compilations.ahead(['GET /'])]).toHaveLength(1);
  expect(() => [...app.compilations.ahead(['GET /elsewhere'])]).toThrow('GET /elsewhere');
});
