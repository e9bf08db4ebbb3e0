import { LRUCache } from 'lru-cache';
import type { EditionRecord } from './edition-store.ts';

/** An edition with its bytes. */
export interface WholeEdition extends EditionRecord {
  bytes: Uint8Array;
}

/** A moment in the life of the memory: it differs from an earlier one if something was forgotten in between. */
export type ForgetCount = number;

/** The first tier: editions in memory. When it is full, the least recently used one is dropped. */
export class EditionMemory {
  readonly #editions: LRUCache<string, WholeEdition>;
  #evictions = 0;
  #forgotten: ForgetCount = 0;

  /** @param maxBytes of all editions together */
  constructor(maxBytes: number) {
    this.#editions = new LRUCache<string, WholeEdition>({
      maxSize: maxBytes,
      sizeCalculation: ({ bytes }) => Math.max(1, bytes.byteLength),
      dispose: (_edition, _key, reason) => {
        if (reason === 'evict') this.#evictions++;
      },
    });
  }

  get(key: string): WholeEdition | undefined {
    return this.#editions.get(key);
  }

  keep(edition: WholeEdition): void {
    this.#editions.set(edition.key, edition);
  }

  /** To be passed to `keepFound`. Read it before you look for an edition elsewhere. */
  get forgotten(): ForgetCount {
    return this.#forgotten;
  }

  /** Keeps an edition that was found elsewhere. If one was forgotten during the search, it may have been this one. */
  keepFound(edition: WholeEdition, before: ForgetCount): void {
    if (before === this.#forgotten) this.keep(edition);
  }

  forget(key: string): void {
    this.#forgotten++;
    this.#editions.delete(key);
  }

  forgetAll(): void {
    this.#forgotten++;
    this.#editions.clear();
  }

  statistics() {
    return {
      memoryEntries: this.#editions.size,
      memoryBytes: this.#editions.calculatedSize,
      memoryLimitBytes: this.#editions.maxSize,
      evictions: this.#evictions,
    };
  }
}
