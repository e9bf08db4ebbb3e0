import { LRUCache } from 'lru-cache';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { type Tracer, untraced } from '../../platform/tracing/tracing.ts';
import type { EditionContent, SnapshotType } from './edition-content.ts';
import { loadContent } from './edition-content.ts';
import { createEditionKeys, type EditionRequest, type RendererVersion } from './edition-key.ts';
import { type EditionRecord, findEdition, saveEdition } from './edition-store.ts';

/** The bytes of an edition and where they came from. */
export interface Edition extends EditionRecord {
  bytes: Uint8Array;
  source: 'memory' | 'disk' | 'rendered';
}

interface RenderOptions {
  signal: AbortSignal;
  /** Milliseconds that the rendering may take. */
  timeoutMs: number;
}

interface ObtainOptions extends RenderOptions {
  /** Called when it is in neither tier and is now rendered. */
  onMiss?: () => Promise<void>;
}

export interface EditionRenderer {
  version: RendererVersion;
  render(content: EditionContent, options: RenderOptions): Promise<Uint8Array>;
}

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

export interface EditionCache {
  /** From memory, else from the disk, else rendered. Simultaneous misses of one edition render it once. */
  obtain(request: EditionRequest, options: ObtainOptions): Promise<Edition>;
  /**
   * The edition that a finished snapshot stands on; rendered again if its file is gone or damaged.
   * @throws AppError `edition_lost` if today's renderer no longer makes the same bytes
   */
  recall(record: EditionRecord, request: EditionRequest, options: RenderOptions): Promise<Uint8Array>;
  /** Drops one from memory, or all of them. */
  forget(key: string): void;
  forgetAll(): void;
  statistics(): CacheStatistics;
}

interface EditionCacheOptions {
  database: Database;
  blobs: BlobStore;
  renderers: Record<SnapshotType, EditionRenderer>;
  memoryBytes: number;
  clock: Clock;
  tracer?: Tracer | undefined;
}

type Versions = Record<SnapshotType, RendererVersion>;

/** The two tiers: bytes in memory, least recently used leaving first, above blobs on the disk. */
export function createEditionCache(options: EditionCacheOptions): EditionCache {
  const { database, blobs, renderers, memoryBytes, clock, tracer = untraced } = options;
  const counts = { memoryHits: 0, diskHits: 0, misses: 0, evictions: 0 };
  const memory = new LRUCache<string, EditionRecord & { bytes: Uint8Array }>({
    maxSize: memoryBytes,
    sizeCalculation: ({ bytes }) => Math.max(1, bytes.byteLength),
    dispose: (_edition, _key, reason) => {
      if (reason === 'evict') counts.evictions++;
    },
  });
  const inFlight = new Map<string, Promise<Edition>>();
  let forgettings = 0;
  const versions = Object.fromEntries(
    Object.entries(renderers).map(([type, { version }]) => [type, version]),
  ) as Versions;
  const editionKey = createEditionKeys(versions);

  /** Unless something was forgotten since it was looked up: that may have been this one. */
  function remember(edition: EditionRecord & { bytes: Uint8Array }, lookedUpAfter: number): void {
    if (lookedUpAfter === forgettings) memory.set(edition.key, edition);
  }

  async function find(key: string): Promise<Edition | undefined> {
    const remembered = memory.get(key);
    if (remembered) {
      counts.memoryHits++;
      return { ...remembered, source: 'memory' };
    }
    const before = forgettings;
    const record = await findEdition(database.query, key);
    const bytes = record && (await blobs.read(record.sha256));
    if (!bytes) return undefined;
    counts.diskHits++;
    remember({ ...record, bytes }, before);
    return { ...record, bytes, source: 'disk' };
  }

  async function render(key: string, request: EditionRequest, limits: ObtainOptions): Promise<Edition> {
    counts.misses++;
    await limits.onMiss?.();
    const content = await loadContent(request);
    const bytes = await renderers[request.type].render(content, limits);
    const blob = await blobs.put(bytes);
    const record = { key, ...blob };
    const { type } = request;
    await saveEdition(database.query, record, { type, roomId: content.room.id }, clock());
    memory.set(key, { ...record, bytes });
    return { ...record, bytes, source: 'rendered' };
  }

  const lead = (key: string, request: EditionRequest, limits: ObtainOptions): Promise<Edition> => {
    const flight = tracer
      .step('find edition', () => find(key))
      .then((found) => found ?? tracer.step('render', () => render(key, request, limits)));
    inFlight.set(key, flight);
    return flight.finally(() => inFlight.delete(key));
  };

  async function obtain(request: EditionRequest, limits: ObtainOptions): Promise<Edition> {
    const key = await editionKey(request);
    for (;;) {
      const underway = inFlight.get(key);
      if (underway === undefined) return lead(key, request, limits);
      // What ended another's rendering, such as its shorter time limit, need not end this one.
      const edition = await tracer.step('await rendering', () => underway.catch(() => undefined));
      limits.signal.throwIfAborted();
      if (edition === undefined) continue;
      counts.memoryHits++;
      return { ...edition, source: 'memory' };
    }
  }

  return {
    obtain,
    async recall(record, request, limits) {
      const remembered = memory.get(record.key);
      if (remembered?.sha256 === record.sha256) {
        counts.memoryHits++;
        return remembered.bytes;
      }
      const before = forgettings;
      const bytes = await blobs.read(record.sha256);
      if (bytes) {
        counts.diskHits++;
        // What was invalidated stays the file of this snapshot, but is not offered to new ones again.
        const known = await findEdition(database.query, record.key);
        if (known?.sha256 === record.sha256) remember({ ...record, bytes }, before);
        return bytes;
      }
      const restored = (await editionKey(request)) === record.key && (await obtain(request, limits));
      if (restored && restored.sha256 === record.sha256) return restored.bytes;
      throw editionLost();
    },
    forget(key) {
      forgettings++;
      memory.delete(key);
    },
    forgetAll() {
      forgettings++;
      memory.clear();
    },
    statistics: () => ({
      ...counts,
      memoryEntries: memory.size,
      memoryBytes: memory.calculatedSize,
      memoryLimitBytes: memoryBytes,
    }),
  };
}

const editionLost = (): AppError =>
  new AppError(
    'internal',
    'edition_lost',
    'The file of this snapshot is damaged and this version of Roomshot renders it differently. Restore it from a backup.',
  );
