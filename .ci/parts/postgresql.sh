# shellcheck shell=bash
# A PostgreSQL server: one that is there, or one of our own.

as_postgres() {
  local program=$1
  shift
  runuser -u postgres -- "$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)/$program" "$@"
}

# Whether a server of a version that we support lets us create databases.
is_usable() {
  node scripts/tool.mjs node --input-type=module -e '
    import pg from "pg";
    const client = new pg.Client({ connectionString: process.argv[1], connectionTimeoutMillis: 3000 });
    await client.connect();
    const { rows } = await client.query("select current_setting($$server_version_num$$)::int >= 150000 and (rolsuper or rolcreatedb) as usable from pg_roles where rolname = current_user");
    await client.end();
    process.exit(rows[0]?.usable ? 0 : 1);' "$1" >"$work/pg.log" 2>&1
}

database_url=${TEST_DATABASE_URL:-}
unset TEST_DATABASE_URL

find_postgres() {
  local user
  if [ -n "$database_url" ]; then echo 'The one in TEST_DATABASE_URL.'; return; fi
  for user in root postgres; do
    database_url=postgres://$user@127.0.0.1:5432/postgres
    if is_usable "$database_url"; then echo "Found one: $database_url"; return; fi
  done
  database_url=''
  [ "$(id -u)" -eq 0 ] || { echo 'There is none, and only root can install one.'; return 1; }
  ls /usr/lib/postgresql/*/bin/initdb >"$work/found" 2>&1 || apt_install postgresql || return 1
  start_postgres || { cat "$work/postgres.log"; return 1; }
  database_url=postgres://postgres@127.0.0.1:$postgres_port/postgres
  is_usable "$database_url" || { cat "$work/pg.log"; database_url=''; return 1; }
  echo "Started one: $database_url"
}

# A server of our own, which is gone afterwards.
start_postgres() {
  chmod 711 "$work"
  postgres_data=$work/postgres
  install -d -o postgres "$postgres_data" &&
    as_postgres initdb -D "$postgres_data" --auth=trust --encoding=UTF8 --locale=C.UTF-8 >"$work/postgres.log" 2>&1 &&
    as_postgres pg_ctl -D "$postgres_data" -w -l "$postgres_data/log" -o "-c listen_addresses=127.0.0.1 \
      -c port=$postgres_port -c unix_socket_directories=$postgres_data" start >>"$work/postgres.log" 2>&1
}
