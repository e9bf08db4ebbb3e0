/** So much foreground work may pass work in the background that waits. */
const MAX_PASSING = 20;

/**
 * The order of work on an engine that does one thing at a time. Work in the background waits while requests have work
 * in the foreground, but not for ever.
 */
export class EngineTurns {
  /** Foreground work that waits, is under way, or is not on the disk yet. */
  #foreground = 0;
  /** Foreground work that has ended since work in the background began to wait. */
  #passing = 0;
  readonly #waiting: (() => void)[] = [];
  #isBackgroundBusy = false;

  async foreground<T>(work: () => Promise<T>): Promise<T> {
    this.#foreground++;
    try {
      return await work();
    } finally {
      this.#foreground--;
      this.#passing++;
      // Later, so that first the answer is sent, or the next work of the same request begins.
      if (this.#waiting.length > 0) setImmediate(() => this.#admit());
    }
  }

  async background<T>(work: () => Promise<T>): Promise<T> {
    await this.#turn();
    try {
      return await work();
    } finally {
      this.#isBackgroundBusy = false;
      this.#passing = 0;
      if (this.#waiting.length > 0) setImmediate(() => this.#admit());
    }
  }

  #turn(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#waiting.length === 0 && !this.#isBackgroundBusy) this.#passing = 0;
    this.#waiting.push(resolve);
    this.#admit();
    return promise;
  }

  #admit(): void {
    if (this.#isBackgroundBusy || (this.#foreground > 0 && this.#passing < MAX_PASSING)) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#isBackgroundBusy = true;
    next();
  }
}
