/** How a running Roomshot is at one moment. What belongs to a process is that of the one that was asked. */
export interface SystemState {
  queue: { pending: number; running: number; oldestSeconds: number };
  renderProcesses: {
    limit: number;
    count: number;
    busy: number;
    queued: number;
    rss: number;
    recycled: number;
  };
  cache: { memoryEntries: number; memoryBytes: number; memoryLimitBytes: number; diskBytes: number };
  database: { engine: string; bytes: number; latencyMs: number };
  disk: { blobBytes: number; freeBytes: number };
  memory: { rss: number; heapUsed: number; heapTotal: number };
  eventLoopDelay: { p50: number; p99: number };
  uptimeSeconds: number;
}
