/** The listeners of some topics, by the id of their topic. */
export class Listeners<Listener> {
  readonly #byId = new Map<string, Set<Listener>>();

  /** Returns a function that removes the listener. */
  add(id: string, listener: Listener): () => void {
    const others = this.#byId.get(id) ?? new Set();
    this.#byId.set(id, others.add(listener));
    return () => {
      others.delete(listener);
      if (others.size === 0) this.#byId.delete(id);
    };
  }

  of(id: string): Iterable<Listener> {
    return this.#byId.get(id) ?? [];
  }

  all(): Listener[] {
    return [...this.#byId.values()].flatMap((some) => [...some]);
  }

  ids(): string[] {
    return [...this.#byId.keys()];
  }
}
