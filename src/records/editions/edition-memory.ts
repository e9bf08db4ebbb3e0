import { LRUCache } from 'lru-cache';
import type { EditionRecord } from './edition-store.ts';

/** An edition with its bytes. */
export interface WholeEdition extends EditionRecord {
  bytes: Uint8Array;
}

/** How often editions were removed. If it grew during a search, the edition may have been invalidated meanwhile. */
export type ForgetCount = number;

/** The first tier: editions in memory. If it is full, the least recently used edition is evicted. */
export class EditionMemory {
  readonly #editions: LRUCache<string, WholeEdition>;
  #evictions = 0;
  #forgotten: ForgetCount = 0;

  /** @param maxBytes the limit for all editions together */
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

  has(key: string): boolean {
    return this.#editions.has(key);
  }

  keep(edition: WholeEdition): void {
    this.#editions.set(edition.key, edition);
  }

  /** For `keepFound`. Read it before a search in another tier. */
  get forgotten(): ForgetCount {
    return this.#forgotten;
  }

  /** Keeps an edition of another tier, unless editions were removed during the search. */
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
