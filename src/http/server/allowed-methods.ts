import type { FastifyInstance } from 'fastify';

const BASE = '/api/v1/';

/**
 * Notes the routes of the API as they are added. What it returns says which methods the path of a request takes: none
 * if no route has it. That goes by the shape of the path alone, so it tells nothing of what is there.
 */
export function noteAllowedMethods(app: FastifyInstance): (url: string) => string[] {
  const shapes = new Map<string, { matches: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    if (!url.startsWith(BASE)) return;
    const shape = shapes.get(url) ?? { matches: shapeOf(url), methods: new Set() };
    for (const name of [method].flat()) shape.methods.add(name);
    shapes.set(url, shape);
  });
  return (url) => {
    const path = url.replace(/\?.*/s, '');
    const matching = [...shapes.values()].filter(({ matches }) => matches.test(path));
    return [...new Set(matching.flatMap(({ methods }) => [...methods]))].sort();
  };
}

/** Returns a pattern of the paths of a route. Each parameter is one segment, and a slash at the end is optional. */
const shapeOf = (url: string): RegExp =>
  new RegExp(`^${url.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}/?$`);
