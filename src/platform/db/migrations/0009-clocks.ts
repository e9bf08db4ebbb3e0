/** The clock of the queue, and the days on which the daily jobs were enqueued. */
export const clocks: readonly string[] = [
  `create table queue_clock (
    only_row boolean primary key default true check (only_row),
    correction_ms bigint not null default 0,
    seen_at timestamptz
  )`,
  'insert into queue_clock default values',
  `create table daily_jobs (
    name text primary key,
    day date not null
  )`,
];
