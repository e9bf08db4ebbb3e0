/** A route as the framework names it when it has a schema compiled. */
interface Route {
  method: string;
  url: string;
}

/**
 * What is compiled from the schemas of routes: each thing when a request needs it first, or ahead of that. To compile
 * all of it is a large part of a start, and most servers never answer most routes.
 */
export class Compilations {
  readonly #later = new Map<string, (() => unknown)[]>();

  /** Returns a function that compiles when it is called first. */
  later<Compiled>({ method, url }: Route, compile: () => Compiled): () => Compiled {
    let compiled: Compiled | undefined;
    const get = (): Compiled => {
      compiled ??= compile();
      return compiled;
    };
    const route = `${method} ${url}`;
    this.#later.set(route, [...(this.#later.get(route) ?? []), get]);
    return get;
  }

  /**
   * Compiles all that routes need, one thing with each step.
   * @param routes such as `GET /api/v1/rooms/:room_id`
   * @throws Error for a route that has nothing to compile
   */
  *ahead(routes: readonly string[]): Generator<void> {
    for (const route of routes) {
      const later = this.#later.get(route);
      if (!later) throw new Error(`The route ${route} has no schema.`);
      for (const get of later) {
        get();
        yield;
      }
    }
  }
}
