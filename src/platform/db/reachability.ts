/** How long new connections are refused after one could not be opened. It is less than the wait that clients are told. */
const REFUSE_MS = 1000;

/** Whether the server could be reached the last time. Without it, each request would wait for a connection itself. */
export class Reachability {
  #lostAt = Number.NEGATIVE_INFINITY;

  lost(): void {
    this.#lostAt = performance.now();
  }

  found(): void {
    this.#lostAt = Number.NEGATIVE_INFINITY;
  }

  /** Whether it is too early for another attempt. */
  isLost(): boolean {
    return performance.now() < this.#lostAt + REFUSE_MS;
  }
}
