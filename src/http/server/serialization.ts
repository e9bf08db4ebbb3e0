import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifyInstance } from 'fastify';
import type { Compilations } from './compilations.ts';

type Serializer = (answer: unknown) => string;

const compile = SerializerSelector()();

/** By the schema of the answer: a `HEAD` route has that of its `GET`, and many routes answer with the same thing. */
const compiled = new WeakMap<object, Serializer>();

/** Compiles each schema once. */
export function serializeResponses(app: FastifyInstance, compilations: Compilations): void {
  app.setSerializerCompiler<object>(({ schema, method, url, httpStatus = '' }) => {
    const getSerializer = compilations.later({ method, url }, () => {
      const serializer =
        compiled.get(schema) ?? compile({ schema: statingNull(schema), method, url, httpStatus });
      compiled.set(schema, serializer);
      return serializer;
    });
    return (answer) => getSerializer()(answer);
  });
}

/**
 * Returns a schema that says `nullable` where it said `anyOf` something and null. For `anyOf`, the serializer compiles a
 * validator when the first value comes, and runs it on every value.
 */
function statingNull(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(statingNull);
  if (typeof schema !== 'object' || schema === null) return schema;
  const stated: SchemaKeywords = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, statingNull(value)]),
  );
  const { anyOf, ...others } = stated;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return stated;
  const something = anyOf.find(({ type }) => type !== 'null');
  const type = something && typeOf(something);
  return type && anyOf.some((one) => one.type === 'null')
    ? { ...something, ...others, type, nullable: true }
    : stated;
}

interface SchemaKeywords {
  type?: unknown;
  enum?: unknown[];
  anyOf?: SchemaKeywords[];
}

/** Words are texts, though their schema only lists them. */
const typeOf = (schema: SchemaKeywords): unknown =>
  schema.type ?? (schema.enum?.every((value) => typeof value === 'string') ? 'string' : undefined);
