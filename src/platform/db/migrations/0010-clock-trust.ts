/** Whether the clock is trusted, and what it is compared with at a start. */
export const clockTrust: readonly string[] = [
  `create table clock_trust (
    only_row boolean primary key default true check (only_row),
    doubt_reason text,
    expected_at timestamptz,
    actual_at timestamptz,
    cleaned_up_to timestamptz
  )`,
  'insert into clock_trust default values',
  `create table machine_boots (
    boot_id uuid primary key,
    booted_at timestamptz not null
  )`,
];
