import type { FastifyPluginAsync } from 'fastify';

/** The routes of one resource, made of the parts that they use. */
type Routes<Parts> = (parts: Parts) => FastifyPluginAsync;

/** What all of some routes use, together. */
type PartsOf<Some> = (Some extends Routes<infer Parts> ? (parts: Parts) => void : never) extends (
  parts: infer All,
) => void
  ? All
  : never;

/** Makes one list of the routes of a wing. To add a resource to the API, add it to the list of its wing. */
export const listRoutes =
  <const List extends readonly Routes<never>[]>(...list: List) =>
  (parts: PartsOf<List[number]>): FastifyPluginAsync[] =>
    list.map((routes) => (routes as Routes<typeof parts>)(parts));
