import { fsync, fsyncSync } from 'node:fs';
import { promisify } from 'node:util';
import type { OnStorageFailure } from './storage-failure.ts';

/** The functions that flush a file to the disk. Tests replace them. */
export interface Flush {
  now(descriptor: number): void;
  soon(descriptor: number): Promise<void>;
}

const FLUSH: Flush = { now: fsyncSync, soon: promisify(fsync) };

/**
 * Flushes the write-ahead log to the disk without blocking the thread, and for many commits at once.
 *
 * Two rules keep the data consistent after a power cut. A commit waits for `flushed` before it is acknowledged. And
 * before `settle`, the database writes nothing but log and empty pages, and removes nothing: data that depend on the
 * log never reach the disk earlier than the log (PostgreSQL documentation, "Write-Ahead Logging").
 */
export class LogFlusher {
  readonly #flush: Flush;
  readonly #onFailure: OnStorageFailure;
  /** Files with log that is written but not yet being flushed. */
  #written = new Set<number>();
  /** Files whose log is being flushed. */
  #flushing = new Set<number>();
  #underway: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failure: unknown;

  /** @param onFailure called once, with the first flush that fails */
  constructor(onFailure: OnStorageFailure, flush: Flush = FLUSH) {
    this.#onFailure = onFailure;
    this.#flush = flush;
  }

  /** Registers log that must be on the disk before it is acknowledged. @throws if an earlier flush failed */
  defer(descriptor: number): void {
    this.#refuseAfterFailure();
    this.#written.add(descriptor);
  }

  /** Resolves when all registered log is on the disk. */
  async flushed(): Promise<void> {
    this.#refuseAfterFailure();
    if (this.#written.size === 0) return this.#underway;
    this.#next ??= this.#flushNext();
    return this.#next;
  }

  /** Flushes all the log to the disk before it returns. @throws if that or an earlier flush failed */
  settle(): void {
    this.#refuseAfterFailure();
    for (const descriptor of [...this.#written, ...this.#flushing]) this.#settleOne(descriptor);
  }

  /** Flushes any other file to the disk before it returns. @throws if that fails */
  flush(descriptor: number): void {
    this.#settleOne(descriptor);
  }

  /** Flushes a file before it is closed, because its descriptor may be reused for another file. */
  closing(descriptor: number): void {
    if (this.#written.has(descriptor) || this.#flushing.has(descriptor)) this.#settleOne(descriptor);
  }

  /** Runs one flush at a time. Later writes share the next flush. */
  async #flushNext(): Promise<void> {
    await this.#underway?.catch(() => {});
    this.#next = undefined;
    this.#underway = this.#flushWritten().finally(() => {
      this.#underway = undefined;
    });
    return this.#underway;
  }

  async #flushWritten(): Promise<void> {
    this.#refuseAfterFailure();
    this.#flushing = this.#written;
    this.#written = new Set();
    const flushOne = async (descriptor: number) => {
      try {
        await this.#flush.soon(descriptor);
      } catch (error) {
        // A file that was settled and closed meanwhile is on the disk.
        if (this.#flushing.has(descriptor)) this.#fail(error);
      }
    };
    await Promise.all([...this.#flushing].map(flushOne));
    this.#flushing.clear();
  }

  #settleOne(descriptor: number): void {
    try {
      this.#flush.now(descriptor);
    } catch (error) {
      this.#fail(error);
    }
    this.#written.delete(descriptor);
    this.#flushing.delete(descriptor);
  }

  /**
   * After a failed flush the content of the disk is unknown, and a second flush would not report the loss (fsyncgate).
   */
  #fail(error: unknown): never {
    if (this.#failure === undefined) {
      this.#failure = error;
      this.#onFailure(error instanceof Error ? error.message : String(error));
    }
    throw error;
  }

  #refuseAfterFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
