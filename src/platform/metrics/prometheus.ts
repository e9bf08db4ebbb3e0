import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Counters, MetricsSink } from './metrics-recorder.ts';
import type { SystemState } from './system-state.ts';

/** The metrics for a Prometheus server: of this process since its start, with labels that have few values. */
export interface PrometheusMetrics extends MetricsSink {
  readonly contentType: string;
  /** Returns the current values in the text exposition format. */
  expose(): Promise<string>;
}

interface PrometheusOptions {
  version: string;
  readCounters(): Counters;
  readSystem(): Promise<SystemState>;
  /** Called if the state of the system cannot be read, such as without a database. All other metrics are exposed. */
  onError(error: unknown): void;
}

const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const GENERATION_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
/** Gauges whose names are reserved for counters by convention. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

export function createPrometheusMetrics(options: PrometheusOptions): PrometheusMetrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  for (const name of MISNAMED) register.removeSingleMetric(name);
  const sink = registerSamples(registers);
  new Gauge({
    name: 'roomshot_build_info',
    help: 'Always 1. The label is the version',
    labelNames: ['version'],
    registers,
  }).set({ version: options.version }, 1);
  registerCounters(registers, options.readCounters);
  const showSystem = registerSystem(registers);

  return {
    ...sink,
    contentType: register.contentType,
    async expose() {
      const state = await options.readSystem().catch((error) => void options.onError(error));
      showSystem(state);
      return register.metrics();
    },
  };
}

/** Registers the metrics of requests and snapshots. Returns what records them. */
function registerSamples(registers: Registry[]): MetricsSink {
  const requests = new Histogram({
    name: 'roomshot_http_request_duration_seconds',
    help: 'Time from a request to its response',
    labelNames: ['route', 'method', 'status_class'],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const generations = new Histogram({
    name: 'roomshot_generation_duration_seconds',
    help: 'Time from the start of a task to its completion',
    labelNames: ['type', 'source'],
    buckets: GENERATION_SECONDS,
    registers,
  });
  const waits = new Histogram({
    name: 'roomshot_task_wait_seconds',
    help: 'Time that a task waited until it started',
    buckets: GENERATION_SECONDS,
    registers,
  });
  const failures = new Counter({
    name: 'roomshot_generation_failures_total',
    help: 'Snapshots that failed',
    labelNames: ['reason'],
    registers,
  });
  return {
    request: ({ route, method, status, durationMs }) =>
      requests.observe({ route, method, status_class: `${Math.floor(status / 100)}xx` }, durationMs / 1000),
    generation({ type, source, durationMs, waitMs }) {
      generations.observe({ type, source }, durationMs / 1000);
      if (waitMs !== null) waits.observe(waitMs / 1000);
    },
    failure: ({ reason }) => failures.inc({ reason }),
  };
}

/** Registers the counters of other modules. */
function registerCounters(registers: Registry[], read: () => Counters): void {
  new Counter({
    name: 'roomshot_edition_cache_requests_total',
    help: 'Requested editions, by the tier that had them. The tier none is a miss',
    labelNames: ['tier'],
    registers,
    collect() {
      const { memoryHits, diskHits, misses } = read();
      this.reset();
      this.inc({ tier: 'memory' }, memoryHits);
      this.inc({ tier: 'disk' }, diskHits);
      this.inc({ tier: 'none' }, misses);
    },
  });
  const total = (name: string, help: string, value: (counters: Counters) => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value(read()));
      },
    });
  total(
    'roomshot_edition_cache_evictions_total',
    'Editions evicted from memory',
    ({ evictions }) => evictions,
  );
  total(
    'roomshot_render_process_restarts_total',
    'Render processes that were replaced',
    ({ renderRestarts }) => renderRestarts,
  );
}

const GAUGES: Record<string, [help: string, value: (state: SystemState) => number]> = {
  roomshot_tasks_pending: ['Waiting tasks', ({ queue }) => queue.pending],
  roomshot_tasks_running: ['Running tasks', ({ queue }) => queue.running],
  roomshot_oldest_task_age_seconds: ['Age of the oldest unfinished task', ({ queue }) => queue.oldestSeconds],
  roomshot_render_processes: ['Render processes', ({ renderProcesses }) => renderProcesses.count],
  roomshot_render_processes_busy: ['Busy render processes', ({ renderProcesses }) => renderProcesses.busy],
  roomshot_render_queue_length: [
    'Renders that wait for a process',
    ({ renderProcesses }) => renderProcesses.queued,
  ],
  roomshot_render_processes_memory_bytes: [
    'Resident memory of the render processes after their last render',
    ({ renderProcesses }) => renderProcesses.rss,
  ],
  roomshot_edition_cache_entries: ['Editions in memory', ({ cache }) => cache.memoryEntries],
  roomshot_edition_cache_memory_bytes: ['Editions in memory', ({ cache }) => cache.memoryBytes],
  roomshot_edition_cache_disk_bytes: ['Editions on the disk', ({ cache }) => cache.diskBytes],
  roomshot_database_size_bytes: ['Tables and indexes', ({ database }) => database.bytes],
  roomshot_database_latency_seconds: ['Time of one small query', ({ database }) => database.latencyMs / 1000],
  roomshot_blobs_bytes: ['Files that the database refers to', ({ disk }) => disk.blobBytes],
  roomshot_disk_free_bytes: ['Free on the disk of the data folder', ({ disk }) => disk.freeBytes],
};

/** Returns a function that sets the gauges. Without a state they are not a number, and the database counts as down. */
function registerSystem(registers: Registry[]): (state: SystemState | undefined) => void {
  const gauges = Object.entries(GAUGES).map(([name, [help, value]]) => ({
    gauge: new Gauge({ name, help, registers }),
    value,
  }));
  const up = new Gauge({
    name: 'roomshot_database_up',
    help: '1 if the database answers, 0 if not',
    registers,
  });
  return (state) => {
    up.set(state ? 1 : 0);
    for (const { gauge, value } of gauges) gauge.set(state ? value(state) : Number.NaN);
  };
}
