interface Waiting {
  resolve: () => void;
  reject: (error: Error) => void;
}

/** Lets at most so many use a connection at once. The others wait in their order, and not for ever. */
export class ConnectionTurns {
  #free: number;
  readonly #maxWaitMs: number;
  readonly #onTimeout: () => Error;
  readonly #waiting = new Set<Waiting>();

  /** @param onTimeout creates the error for those that have waited too long */
  constructor(size: number, maxWaitMs: number, onTimeout: () => Error) {
    this.#free = size;
    this.#maxWaitMs = maxWaitMs;
    this.#onTimeout = onTimeout;
  }

  async take(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { resolve, reject };
    this.#waiting.add(waiting);
    const timer = setTimeout(() => {
      this.#waiting.delete(waiting);
      reject(this.#onTimeout());
    }, this.#maxWaitMs);
    await promise.finally(() => clearTimeout(timer));
  }

  give(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#free++;
      return;
    }
    this.#waiting.delete(next);
    next.resolve();
  }

  /** Refuses all that wait, because none of them would get a working connection. */
  refuse(error: Error): void {
    for (const { reject } of this.#waiting) reject(error);
    this.#waiting.clear();
  }
}
