import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../platform/kernel/errors.ts';
import { findRepeatedKey } from './repeated-key.ts';

/**
 * Reads the bodies of requests. Requests without content may state a media type, as many clients do with every request:
 * a route that needs a body misses it then, whatever the type. An object with a repeated key is refused, because
 * nobody knows which of its values is meant.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ headers }) => {
    if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) {
      delete headers['content-type'];
    }
  });
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    (request: FastifyRequest, body: string, done) => {
      // A chunked body may turn out to be empty.
      if (body === '') return done(null, undefined);
      void parseJson(request, body, (error, value) => {
        const key = error ? undefined : findRepeatedKey(body);
        if (key === undefined) done(error, value);
        else done(repeatedKey(key));
      });
    },
  );
}

const repeatedKey = (key: string): AppError =>
  new AppError(
    'malformed',
    'repeated_key',
    `The body contains the key "${key}" twice in one object. Send it once. Nothing was changed.`,
  );
