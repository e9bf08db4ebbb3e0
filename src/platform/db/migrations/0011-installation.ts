/** The identity of the installation, which its data folder repeats. */
export const installation: readonly string[] = [
  `create table installation (
    only_row boolean primary key default true check (only_row),
    id uuid not null default gen_random_uuid(),
    has_folder boolean not null default false,
    held_back jsonb
  )`,
  'insert into installation default values',
];
