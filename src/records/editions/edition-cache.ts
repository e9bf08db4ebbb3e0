import type { Blobs } from '../../platform/blobs/blob-ledger.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { type Tracer, untraced } from '../../platform/tracing/tracing.ts';
import type { EditionContent, SnapshotType } from './edition-content.ts';
import { loadContent } from './edition-content.ts';
import { EditionKeys, type EditionRequest, type RendererVersion } from './edition-key.ts';
import { EditionMemory, type WholeEdition } from './edition-memory.ts';
import { type EditionRecord, findEdition, saveEdition } from './edition-store.ts';
import { renderTimedOut } from './render-timeout.ts';

/** The bytes of an edition and where they came from. */
export interface Edition extends WholeEdition {
  source: 'memory' | 'disk' | 'rendered';
}

interface RenderOptions {
  signal: AbortSignal;
  /** The time limit of the rendering, in milliseconds. */
  timeoutMs: number;
  /** Called if the rendering takes so long that others are rendered beside it. */
  onSlow?: (() => void) | undefined;
}

interface ObtainOptions extends RenderOptions {
  /** Called before the edition is rendered, if neither tier has it. */
  onMiss?: () => Promise<void>;
}

export interface EditionRenderer {
  version: RendererVersion;
  render(content: EditionContent, options: RenderOptions): Promise<Uint8Array>;
}

export type Renderers = Record<SnapshotType, EditionRenderer>;

/** Counts since the process started. */
export interface CacheStatistics {
  memoryEntries: number;
  memoryBytes: number;
  memoryLimitBytes: number;
  memoryHits: number;
  diskHits: number;
  misses: number;
  evictions: number;
}

interface EditionCacheParts {
  database: Database;
  blobs: Blobs;
  renderers: Renderers;
  memoryBytes: number;
  clock: Clock;
  tracer?: Tracer | undefined;
}

/** A search or a rendering that several requests wait for. */
interface Flight {
  edition: Promise<Edition>;
  isSlow: boolean;
  /** Called when it turns out to be slow. */
  onSlow: Set<() => void>;
}

/** Editions in two tiers: memory, and blobs on the disk. An edition that is in neither is rendered. */
export class EditionCache {
  readonly #database: Database;
  readonly #blobs: Blobs;
  readonly #renderers: Renderers;
  readonly #clock: Clock;
  readonly #tracer: Tracer;
  readonly #keys: EditionKeys;
  readonly #memory: EditionMemory;
  /** Searches and renders in progress, by the key of the edition. */
  readonly #inFlight = new Map<string, Flight>();
  readonly #hits = { memoryHits: 0, diskHits: 0, misses: 0 };

  constructor({ database, blobs, renderers, memoryBytes, clock, tracer = untraced }: EditionCacheParts) {
    this.#database = database;
    this.#blobs = blobs;
    this.#renderers = renderers;
    this.#clock = clock;
    this.#tracer = tracer;
    this.#keys = new EditionKeys(renderers);
    this.#memory = new EditionMemory(memoryBytes);
  }

  /** Returns whether the edition is in memory. */
  isAtHand(request: EditionRequest): boolean {
    const key = this.#keys.knownKeyOf(request);
    return key !== undefined && this.#memory.has(key);
  }

  /** Returns an edition from memory, else from the disk, else renders it. Concurrent requests share one render. */
  async obtain(request: EditionRequest, options: ObtainOptions): Promise<Edition> {
    const key = await this.#keys.keyOf(request);
    for (;;) {
      const underway = this.#inFlight.get(key);
      if (underway === undefined) return this.#lead(key, request, options);
      const edition = await this.#tracer.step('await rendering', () => waitFor(underway, options));
      options.signal.throwIfAborted();
      if (edition === undefined) continue;
      this.#hits.memoryHits++;
      return { ...edition, source: 'memory' };
    }
  }

  /**
   * Returns the edition of a finished snapshot. It is rendered again if its file is missing or damaged.
   * @throws AppError `edition_lost` if today's renderer no longer makes the same bytes
   */
  async recall(record: EditionRecord, request: EditionRequest, options: RenderOptions): Promise<Uint8Array> {
    const stored = await this.#findStored(record);
    if (stored) return stored;
    if ((await this.#keys.keyOf(request)) === record.key) {
      const restored = await this.obtain(request, options);
      if (restored.sha256 === record.sha256) return restored.bytes;
    }
    throw editionLost();
  }

  /**
   * Makes sure that the file of a finished snapshot's edition is whole, without reading it into memory. It is rendered
   * again if it is missing or damaged.
   * @throws AppError `edition_lost`
   */
  async restoreFile(record: EditionRecord, request: EditionRequest, options: RenderOptions): Promise<void> {
    if ((await this.#blobs.verify(record.sha256)) === 'whole') return;
    // Unlike `verify`, `read` quarantines a damaged file.
    if (await this.#blobs.read(record.sha256)) return;
    await this.#blobs.put(await this.recall(record, request, options));
  }

  /** Removes an edition from memory. */
  forget(key: string): void {
    this.#memory.forget(key);
  }

  /** Removes all editions from memory. */
  forgetAll(): void {
    this.#memory.forgetAll();
  }

  statistics(): CacheStatistics {
    return { ...this.#hits, ...this.#memory.statistics() };
  }

  /** Finds or renders an edition. Concurrent requests wait for the result. */
  #lead(key: string, request: EditionRequest, options: ObtainOptions): Promise<Edition> {
    const onSlow = new Set(options.onSlow ? [options.onSlow] : []);
    const limits = { ...options, onSlow: () => slowDown(flight) };
    const edition = this.#tracer
      .step('find edition', () => this.#find(key))
      .then((found) => found ?? this.#tracer.step('render', () => this.#render(key, request, limits)));
    const flight: Flight = { edition, isSlow: false, onSlow };
    this.#inFlight.set(key, flight);
    return edition.finally(() => this.#inFlight.delete(key));
  }

  async #find(key: string): Promise<Edition | undefined> {
    const remembered = this.#memory.get(key);
    if (remembered) {
      this.#hits.memoryHits++;
      return { ...remembered, source: 'memory' };
    }
    const before = this.#memory.forgotten;
    const record = await findEdition(this.#database.query, key);
    const bytes = record && (await this.#blobs.read(record.sha256));
    if (!bytes) return undefined;
    this.#hits.diskHits++;
    this.#memory.keepFound({ ...record, bytes }, before);
    return { ...record, bytes, source: 'disk' };
  }

  async #findStored(record: EditionRecord): Promise<Uint8Array | undefined> {
    const remembered = this.#memory.get(record.key);
    if (remembered?.sha256 === record.sha256) {
      this.#hits.memoryHits++;
      return remembered.bytes;
    }
    const before = this.#memory.forgotten;
    const bytes = await this.#blobs.read(record.sha256);
    if (!bytes) return undefined;
    this.#hits.diskHits++;
    // An invalidated edition remains the file of this snapshot, but new snapshots must not get it.
    const known = await findEdition(this.#database.query, record.key);
    if (known?.sha256 === record.sha256) this.#memory.keepFound({ ...record, bytes }, before);
    return bytes;
  }

  async #render(key: string, request: EditionRequest, options: ObtainOptions): Promise<Edition> {
    this.#hits.misses++;
    await options.onMiss?.();
    const { type } = request;
    const content = await loadContent(request);
    const bytes = await this.#renderers[type].render(content, options);
    const record = { key, ...(await this.#blobs.put(bytes)) };
    await saveEdition(this.#database.query, record, { type, roomId: content.room.id }, this.#clock());
    this.#memory.keep({ ...record, bytes });
    return { ...record, bytes, source: 'rendered' };
  }
}

function slowDown(flight: Flight): void {
  flight.isSlow = true;
  for (const onSlow of flight.onSlow) onSlow();
}

/**
 * Waits for the rendering of another request, for as long as an own one might take. Returns undefined if it fails: the
 * reason may not apply here, such as a shorter time limit.
 * @throws AppError `render_timeout`
 */
async function waitFor(
  flight: Flight,
  { timeoutMs, signal, onSlow }: RenderOptions,
): Promise<Edition | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => reject(renderTimedOut(timeoutMs)), timeoutMs);
  const stop = () => resolve(undefined);
  signal.addEventListener('abort', stop);
  if (onSlow) flight.onSlow.add(onSlow);
  if (flight.isSlow) onSlow?.();
  try {
    return await Promise.race([flight.edition.catch(() => undefined), promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    if (onSlow) flight.onSlow.delete(onSlow);
  }
}

const editionLost = (): AppError =>
  new AppError(
    'internal',
    'edition_lost',
    'The file of this snapshot is damaged and this version of Roomshot renders it differently. Restore it from a backup.',
  );
