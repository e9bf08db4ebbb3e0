/** The state of a running Roomshot at one instant. Values of a process are those of the process that answers. */
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
