import type { Database } from '../platform/db/database.ts';
import type { FreeSpace } from '../platform/disk/free-space.ts';
import type { Clock } from '../platform/kernel/clock.ts';
import type { EventLoopMonitor } from '../platform/metrics/event-loop-delay.ts';
import { readQueue } from '../platform/metrics/metrics-store.ts';
import type { StorageMeter } from '../platform/metrics/storage-meter.ts';
import type { SystemState } from '../platform/metrics/system-state.ts';
import type { EditionCache } from '../records/editions/edition-cache.ts';
import type { RenderPool } from '../records/rendering/pool/render-pool.ts';

export interface SystemParts {
  database: Database;
  editions: Pick<EditionCache, 'statistics'>;
  pool: Pick<RenderPool, 'stats'>;
  renderProcesses: number;
  eventLoop: EventLoopMonitor;
  storage: StorageMeter;
  space: Pick<FreeSpace, 'read'>;
  clock: Clock;
}

/** Reads the state of all parts. */
export async function readSystemState(parts: SystemParts): Promise<SystemState> {
  const { database, editions, pool, eventLoop, storage, space, clock } = parts;
  const asked = performance.now();
  const queue = await readQueue(database.query);
  const latencyMs = performance.now() - asked;
  const stored = await storage.read();
  const { processes, busy, queued, rss, restarts } = pool.stats();
  const { memoryEntries, memoryBytes, memoryLimitBytes } = editions.statistics();
  return {
    queue: {
      pending: queue.pending,
      running: queue.running,
      oldestSeconds: queue.oldest ? Math.max(0, clock().getTime() - queue.oldest.getTime()) / 1000 : 0,
    },
    renderProcesses: {
      limit: parts.renderProcesses,
      count: processes,
      busy,
      queued,
      rss,
      recycled: restarts,
    },
    cache: { memoryEntries, memoryBytes, memoryLimitBytes, diskBytes: stored.editions },
    database: { engine: database.engine, bytes: stored.database, latencyMs },
    disk: { blobBytes: stored.blobs, freeBytes: space.read() },
    memory: process.memoryUsage(),
    eventLoopDelay: eventLoop.read(),
    uptimeSeconds: process.uptime(),
  };
}
