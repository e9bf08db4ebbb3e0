import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifyInstance } from 'fastify';

type Serializer = (answer: unknown) => string;

const compile = SerializerSelector()();

/** By the schema of the answer: a `HEAD` route has that of its `GET`, and many routes answer with the same thing. */
const compiled = new WeakMap<object, Serializer>();

/** Compiles each schema once, when the first answer needs it: to compile all schemas is a large part of a start. */
export function serializeResponses(app: FastifyInstance): void {
  app.setSerializerCompiler<object>(({ schema, method, url, httpStatus = '' }) => (answer) => {
    const serializer = compiled.get(schema) ?? compile({ schema, method, url, httpStatus });
    compiled.set(schema, serializer);
    return serializer(answer);
  });
}
