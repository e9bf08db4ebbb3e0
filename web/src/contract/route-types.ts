import type { paths } from './schema.d.ts';

interface WithResponse<Body> {
  responses: { 200: { content: { 'application/json': Body } } };
}

interface WithRequest<Body> {
  requestBody: { content: { 'application/json': Body } };
}

interface WithQuery<Query> {
  parameters: { query: Query };
}

/** The body of a successful response. */
export type ResponseBody<Path extends keyof paths, Method extends 'get' | 'post' = 'get'> =
  paths[Path] extends Record<Method, WithResponse<infer Body>> ? Body : never;

/** The body of a request. */
export type RequestBody<Path extends keyof paths, Method extends 'post' | 'patch'> =
  paths[Path] extends Record<Method, WithRequest<infer Body>> ? Body : never;

/** The query parameters of a list. */
export type QueryOf<Path extends keyof paths> =
  paths[Path] extends Record<'get', WithQuery<infer Query>> ? Query : never;
