/** Each has 16 MB. */
const MAX_SEGMENTS = 2;

/**
 * Reports when the write-ahead log has grown so much that a checkpoint is due. The engine has no checkpointer process
 * that would do this.
 */
export class LogGrowth {
  #segment: string | undefined;
  #segments = 0;
  #onFull: (() => void) | undefined;

  /** @param onFull called while the engine writes. It must not use the engine before it returns */
  watch(onFull: () => void): void {
    this.#onFull = onFull;
  }

  /** Counts the segments of the log that are written. @param segment the name of the file */
  written(segment: string): void {
    if (segment === this.#segment) return;
    this.#segment = segment;
    this.#segments++;
    if (this.#segments <= MAX_SEGMENTS || this.#onFull === undefined) return;
    this.#segments = 0;
    this.#onFull();
  }
}
