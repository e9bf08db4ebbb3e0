import type { FastifyInstance } from 'fastify';
import { Compilations } from './compilations.ts';
import { serializeResponses } from './serialization.ts';
import { validateRequests } from './validation.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly compilations: Compilations;
  }
}

/** Checks requests, and writes responses, by the schemas of their routes. */
export function applySchemas(app: FastifyInstance): void {
  const compilations = new Compilations();
  app.decorate('compilations', compilations);
  validateRequests(app, compilations);
  serializeResponses(app, compilations);
}
