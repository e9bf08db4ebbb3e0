import { Type } from 'typebox';

const Count = (description?: string) => Type.Integer(description ? { description } : {});
const Ms = (description?: string) => Type.Number({ description: description ?? 'Milliseconds' });
const Mb = (description: string) => Type.Number({ description: `${description}, millions of bytes` });
const Percent = (description: string) => Type.Number({ description: `${description}, 0 to 100` });
const Counts = (description: string) => Type.Record(Type.String(), Type.Integer(), { description });

const statistics = {
  count: Count(),
  min: Ms(),
  max: Ms(),
  mean: Ms(),
  median: Ms(),
  p95: Ms('Milliseconds, by nearest rank'),
  p99: Ms('Milliseconds, by nearest rank'),
};
const Statistics = Type.Object(statistics);

const Generations = Type.Object(
  {
    total_generations: Count('Completed snapshots of all types'),
    cached_count: Count('Snapshots whose edition was in memory or on the disk'),
    generated_count: Count('Snapshots whose edition was rendered'),
    cache_hit_rate_percent: Percent('The share of cached editions'),
    failed_count: Count('Failed snapshots'),
    failures: Counts('Failed snapshots by the code of the reason'),
    total_pdfs: Count('Completed snapshots of the type pdf'),
    avg_generation_time: Ms(),
    min_generation_time: Ms(),
    max_generation_time: Ms(),
    statistics: Statistics,
    by_type: Type.Record(
      Type.String(),
      Type.Object({ cached_count: Count(), generated_count: Count(), statistics: Statistics }),
    ),
    by_source: Type.Record(Type.String(), Statistics, {
      description: 'By the origin of the edition: memory, disk or rendered',
    }),
  },
  { description: 'The numbers of all types. In the hub, every snapshot was a PDF' },
);

const Api = Type.Object({
  total_requests: Count(),
  avg_response_time: Ms(),
  min_response_time: Ms(),
  max_response_time: Ms(),
  statistics: Statistics,
  statuses: Counts('Responses by HTTP status'),
  endpoints: Type.Record(
    Type.String(),
    Type.Object({
      method: Type.String(),
      route: Type.String(),
      ...statistics,
      statuses: Counts('Responses by HTTP status'),
    }),
    { description: 'By method and route, such as GET /api/v1/rooms/:room_id' },
  ),
});

const Cache = Type.Object({
  memory_entries: Count('Editions in the memory of the responding process'),
  memory_used_mb: Mb('Memory of the responding process for editions'),
  memory_limit_mb: Mb('The limit of the memory for editions'),
  memory_hits: Count('The sum of all processes in the period'),
  disk_hits: Count('The sum of all processes in the period'),
  cache_misses: Count('The sum of all processes in the period'),
  total_requests: Count('Hits and misses'),
  hit_rate_percent: Percent('The share of hits'),
  disk_used_mb: Mb('All editions on the disk'),
  cache_evictions: Count('Editions that were removed from the full memory in the period'),
});

export const SummaryResponse = Type.Object({
  timestamp: Type.String({ format: 'date-time' }),
  period_hours: Type.Integer(),
  summary: Type.Object({
    total_metrics: Count('Requests, completed snapshots and failed snapshots in the period'),
    total_requests: Count(),
    total_pdfs: Count('Completed snapshots of the type pdf'),
    avg_request_time: Ms(),
    avg_pdf_time: Ms('Milliseconds, for snapshots of the type pdf'),
    statistics: Type.Object({ pdf_generation_time: Statistics, api_request_time: Statistics }),
  }),
  pdf_generation: Generations,
  api_performance: Api,
  cache: Cache,
  queue: Type.Object({
    depth: Count('Waiting tasks'),
    running: Count('Running tasks'),
    oldest_task_age_seconds: Type.Number({
      description: 'The age of the oldest unfinished task; 0 if there is none',
    }),
  }),
  render_processes: Type.Object({
    limit: Count('The maximum number of processes'),
    count: Count(),
    busy: Count(),
    queued: Count('Renders that wait for a process'),
    memory_mb: Mb('The memory of all render processes after their last render'),
    recycled: Count('Render processes that were replaced in the period'),
  }),
  database: Type.Object({
    engine: Type.String({ description: 'embedded or server' }),
    size_mb: Mb('Tables and indexes'),
    latency_ms: Ms('The duration of a small query, in milliseconds'),
  }),
  disk: Type.Object({
    blobs_mb: Mb('Files that are registered in the database'),
    free_mb: Mb('Free space on the disk of the data folder'),
  }),
  memory: Type.Object({
    rss_mb: Mb('Resident memory of the responding process'),
    heap_used_mb: Mb('JavaScript heap in use'),
    heap_total_mb: Mb('JavaScript heap'),
  }),
  event_loop: Type.Object({
    delay_p50_ms: Ms('Milliseconds, in the last minute'),
    delay_p99_ms: Ms('Milliseconds, in the last two minutes'),
  }),
  uptime_seconds: Type.Number({ description: 'The uptime of the responding process' }),
});

const Measured = (description: string) =>
  Type.Union([Type.Number(), Type.Null()], { description: `${description}; null if there was none` });

export const SeriesResponse = Type.Object({
  timestamp: Type.String({ format: 'date-time' }),
  period_hours: Type.Integer(),
  step_seconds: Type.Integer(),
  points: Type.Array(
    Type.Object({
      time: Type.String({ format: 'date-time', description: 'The start of the step' }),
      generations_cached: Count(),
      generations_rendered: Count(),
      generations_failed: Count(),
      generation_p50_ms: Measured('Milliseconds'),
      generation_p95_ms: Measured('Milliseconds'),
      requests: Count(),
      requests_refused: Count('Responses with status 400 to 499'),
      request_errors: Count('Responses with status 500 or higher'),
      request_p50_ms: Measured('Milliseconds'),
      request_p95_ms: Measured('Milliseconds'),
      cache_memory_hits: Count(),
      cache_disk_hits: Count(),
      cache_misses: Count(),
      cache_evictions: Count(),
      cache_memory_hit_rate_percent: Measured('0 to 100'),
      cache_disk_hit_rate_percent: Measured('0 to 100'),
      cache_hit_rate_percent: Measured('0 to 100'),
      queue_depth: Measured('The maximum of waiting tasks'),
      memory_rss_mb: Measured('The largest process, in millions of bytes'),
      event_loop_delay_p99_ms: Measured('Milliseconds, of the slowest process'),
    }),
  ),
});
