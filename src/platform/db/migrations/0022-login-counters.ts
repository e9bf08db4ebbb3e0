/**
 * Counts an attempt to log in at each of its counters. Returns 0, or for how many seconds the attempt has to wait: then
 * it is not counted. Concurrent attempts wait for each other here, always in the order of the keys.
 *
 * `most` are the limits in the order of the keys. The first key is of the account at the address. If the account was
 * used there before, only this counter slows the attempt down. All times are of the clock of the database. If that went
 * back, a window lasts no longer than a whole one, and a turn is due at once. An attempt that was not counted leaves no
 * row, so refused attempts do not fill the table.
 */
export const loginCounters: readonly string[] = [
  `create table login_counters (
    key text primary key,
    failures integer not null,
    window_ends_at timestamptz not null,
    next_turn_at timestamptz not null,
    known_until timestamptz
  )`,
  'create index login_counters_expiry on login_counters (greatest(window_ends_at, known_until))',
  `create function count_login(keys text[], most integer[], window_seconds integer, pace_seconds integer)
    returns double precision language plpgsql as $$
    declare
      one_window interval := make_interval(secs => window_seconds);
      one_turn interval := make_interval(secs => pace_seconds);
      is_known boolean := exists (
        select from login_counters where key = keys[1] and known_until > clock_timestamp()
      );
      is_slowed boolean;
    begin
      for n in 1 .. cardinality(keys) loop
        is_slowed := n = 1 or not is_known;
        insert into login_counters as counter (key, failures, window_ends_at, next_turn_at)
        values (keys[n], 1, clock_timestamp() + one_window, clock_timestamp())
        on conflict (key) do update set (failures, window_ends_at, next_turn_at) = (
          select counted.failures,
            case when counted.failures = 1 then moment + one_window
              else least(counter.window_ends_at, moment + one_window) end,
            case when is_slowed and counted.failures >= most[n] then moment + one_turn
              else counter.next_turn_at end
          from clock_timestamp() as moment, lateral (
            select case when counter.window_ends_at > moment then counter.failures + 1 else 1 end as failures
          ) as counted
        )
        where not is_slowed or counter.failures + 1 < most[n] or counter.window_ends_at <= clock_timestamp()
          or counter.next_turn_at - clock_timestamp() not between interval '0' and one_turn;
        if not found then
          delete from login_counters where key = any(keys[:n - 1]) and failures = 1 and known_until is null;
          update login_counters set failures = failures - 1 where key = any(keys[:n - 1]);
          return (
            select greatest(0.001, extract(epoch from next_turn_at - clock_timestamp()))
            from login_counters where key = keys[n]
          );
        end if;
      end loop;
      return 0;
    end $$`,
];
