/**
 * What happened and how long it took. A row belongs to one run of one process, so that processes never write to
 * each other's rows and a batch that is written twice counts once.
 */
export const metrics: readonly string[] = [
  `create table metric_requests (
    minute timestamptz not null,
    process uuid not null,
    method text not null,
    route text not null,
    status integer not null,
    count integer not null,
    sum_ms double precision not null,
    min_ms double precision not null,
    max_ms double precision not null,
    buckets integer[] not null,
    bucket_counts integer[] not null,
    primary key (minute, process, method, route, status)
  )`,
  `create table metric_generations (
    id uuid primary key,
    at timestamptz not null,
    type text not null,
    source text,
    failure text,
    duration_ms double precision,
    wait_ms double precision,
    check ((source is null) <> (failure is null))
  )`,
  'create index metric_generations_at on metric_generations (at)',
  `create table metric_minutes (
    minute timestamptz not null,
    process uuid not null,
    cache_memory_hits integer not null,
    cache_disk_hits integer not null,
    cache_misses integer not null,
    cache_evictions integer not null,
    render_restarts integer not null,
    queue_depth integer not null,
    memory_rss_bytes bigint not null,
    event_loop_delay_p99_ms double precision not null,
    primary key (minute, process)
  )`,
];
