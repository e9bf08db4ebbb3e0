import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifyInstance } from 'fastify';

type Serializer = (answer: unknown) => string;

const compile = SerializerSelector()();

/** By the schema of the answer: a `HEAD` route has that of its `GET`, and many routes answer with the same thing. */
const compiled = new WeakMap<object, Serializer>();

/** Compiles each schema once: to compile them is most of what building the server takes. */
export function serializeResponses(app: FastifyInstance): void {
  app.setSerializerCompiler<object>(({ schema, method, url, httpStatus = '' }) => {
    const serializer = compiled.get(schema) ?? compile({ schema, method, url, httpStatus });
    compiled.set(schema, serializer);
    return serializer;
  });
}
