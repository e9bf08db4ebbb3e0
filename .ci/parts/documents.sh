# shellcheck shell=bash
# Every walk-through, in the order in which a new user meets them.

check_record() {
  local name
  qpdf --check snapshot.pdf
  pdfsig -nocert snapshot.pdf >"$work/pdfsig.txt"
  grep -q 'Signature is Valid' "$work/pdfsig.txt" || { cat "$work/pdfsig.txt"; return 1; }
  grep -q 'Total document signed' "$work/pdfsig.txt" || { cat "$work/pdfsig.txt"; return 1; }
  pdftotext -enc UTF-8 snapshot.pdf "$work/record.txt"
  for name in 'Before run-in' 'Γιώργος Παπαδόπουλος' 'Ingrid Sørensen' 'Алексей Морозов' '陈伟明' 'خالد المنصوري' \
    'María Fernández Ibáñez'; do
    grep -qF "$name" "$work/record.txt" || { echo "The record does not say: $name"; return 1; }
  done
}

# Takes a record of the room, as the administrator of a running server.
take_record() {
  local type=$1 file=$2 token snapshot
  token=$(curl -sS "$api/auth/login" --json "{\"email\":\"admin@roomshot.example\",\"password\":\"$password\"}" | jq -r .token)
  snapshot=$(curl -sS "$api/rooms/$room/snapshots" -H "Authorization: Bearer $token" \
    --json "{\"title\":\"By hand\",\"snapshot_type\":\"$type\"}" | jq -r .id)
  curl -sS --fail -o task.json "$api/snapshots/tasks/snapshot-$snapshot?wait=60" -H "Authorization: Bearer $token"
  curl -sS --fail -o "$file" "$api/rooms/$room/snapshots/$snapshot/download" -H "Authorization: Bearer $token"
}

# What the documents show of a running server.
follow_server() {
  api=$(sed -n 's/^Roomshot is ready at //p' "$work/server")/api/v1
  password=$(sed -n 's/^ *Password of each: \([^ ]*\).*/\1/p' "$work/server")
  local server=(API="$api" PASSWORD="$password")
  follow docs/start-here.md server "${server[@]}"
  said '"status":"completed","stage":"stored","progress":100'
  said '"code":"role_not_permitted"'
  said '^Authentic\.$'
  said '^NOT authentic\.$'
  said '^Exit code: 1$'
  check_record
  room=$(cat room-id)
  follow docs/api-guide.md curl "${server[@]}"
  said '^All arrived\.$'
  said '^304$'
  said '^The same\.$'
  said '"conclusion": "authentic"'
  said '^idempotency-replayed: true'
  said '"code": "invalid_snapshot_type"'
  # The packages that it installs are in the clone.
  mkdir client && cd client
  follow docs/api-guide.md typescript "${server[@]}" PATH="$(dirname "$(node ../scripts/tool.mjs node -p process.execPath)"):$PATH"
  said 'bytes, authentic$'
  cd ..
  follow docs/metrics.md metrics "${server[@]}"
  said '^roomshot_database_up 1$'
  said '^time,generations_cached,'
  [ "$(head -n 1 same.csv)" = "$(head -n 1 metrics.csv)" ]
  check_metrics
  follow_verification
  follow docs/operations.md running ROOM="$room"
  said '^Would remove [0-9]* items'
  said '^Removed [0-9]* items'
  said 'pdf .*[1-9][0-9]* snapshots  room '
  said 'pdf .* rendered$'
  said '"state": "up"'
  said '^Restored the backup of .* All checks passed\.$'
  said '^ok     database      The running server has the database\.$'
  said '^render_processes › count '
  # Of processes that nobody may look into it says so, one by one.
  follow docs/operations.md lock 2>"$work/found"
  said " $(pgrep -g "$server_group" -f dist/main.js)\$"
  rm -r roomshot.backup restored
}

# Every name in the document is one that the server knows.
check_metrics() {
  local name
  promtool check metrics <metrics.txt
  for name in $(grep -o '`roomshot_[a-z_]*`' docs/metrics.md | tr -d '`' | sort -u); do
    grep -q "^# TYPE $name " metrics.txt || { echo "/metrics has no $name."; return 1; }
  done
  for name in $(sed -n '/^## The summary/,/^## The series/s/^| \(`[^|]*`\) .*/\1/p' docs/metrics.md | grep -o '[a-z][a-z_.]*'); do
    jq -e --arg name "$name" 'getpath($name / ".") != null' summary.json >"$work/found" ||
      { echo "The summary has no $name."; return 1; }
  done
  awk '/^```yaml$/ { inside = 1; next } /^```$/ { inside = 0 } inside' docs/metrics.md >"$work/prometheus.yaml"
  promtool check config "$work/prometheus.yaml"
  for name in 'task created' 'cache hit' 'cache miss' rendered sealed completed; do
    grep -q "\"msg\":\"$name\"" "$work/server.errors" || { echo "The log has no line: $name"; return 1; }
  done
}

# Records of all types, checked by hand.
follow_verification() {
  cp data/signing/signing-certificate.pem .
  take_record pdf record.pdf
  take_record json record.json
  take_record csv record.zip
  follow docs/verification.md 'by hand'
  said '^Authentic\.$'
  said 'Signature is Valid'
  said 'Total document signed'
  said_alike 5
}

# What the documents show of the command line, without a server.
follow_commands() {
  local room=$1
  follow docs/start-here.md 'command line' ROOM="$room"
  said '^Authentic\.$'
  said '^The audit log is intact'
  unzip -tq room.zip
  follow docs/verification.md stopped
  said '^The audit log is intact'
  follow docs/operations.md stopped
  said '^viewer@roomshot.example  viewer  active'
  password=$(sed -n 's/^admin@roomshot.example  password //p' "$work/said.txt")
}

# A server with a time-stamp authority, a collector of traces and a token for its metrics, and with a new key.
follow_neighbours() {
  local authority certificate collector
  node scripts/tool.mjs node --input-type=module -e '
    import { startAuthority } from "./test/support/time-stamp-server.ts";
    import { startCollector } from "./test/support/trace-collector.ts";
    const authority = await startAuthority();
    const collector = await startCollector();
    console.log(authority.url, authority.certificatePath, collector.url);
    process.on("SIGTERM", () => {
      for (const { name } of collector.spans) console.log(name);
      authority[Symbol.dispose]();
      process.exit();
    });' >"$work/neighbours" &
  neighbours=$!
  for _ in $(seq 100); do [ -s "$work/neighbours" ] && break; sleep 0.1; done
  read -r authority certificate collector <"$work/neighbours"
  cp data/signing/signing-certificate.pem old-certificate.pem
  follow docs/operations.md 'new key'
  start_server "$work/server" ROOMSHOT_TSA_URL="$authority" ROOMSHOT_TSA_CERTIFICATE="$certificate" \
    OTEL_EXPORTER_OTLP_ENDPOINT="$collector" ROOMSHOT_METRICS_TOKEN=a-token npm run -s roomshot -- serve
  api=$(sed -n 's/^Roomshot is ready at //p' "$work/server")/api/v1
  take_record json record.json
  cp "$certificate" authority.pem
  follow docs/verification.md 'time stamps'
  said '^Time stamp: '
  plain npm run -s roomshot -- verify record.json --certificate data/signing/signing-certificate.pem \
    --authority authority.pem | grep 'whose authority is trusted'
  if cmp -s old-certificate.pem data/signing/signing-certificate.pem; then echo 'The key is the old one.'; return 1; fi
  plain npm run -s roomshot -- verify record.pdf | grep '^Authentic\.$'
  curl -sS --fail -o metrics.txt "${api%/api/v1}/metrics" -H 'Authorization: Bearer a-token'
  [ "$(curl -sS -o refusal.json -w '%{http_code}' "${api%/api/v1}/metrics")" = 401 ]
  stop_server
  kill "$neighbours"
  wait "$neighbours"
  neighbours=''
  for name in 'POST /api/v1/rooms/:room_id/snapshots' snapshot.make 'find edition' seal store complete; do
    grep -qxF "$name" "$work/neighbours" || { echo "There is no span: $name"; return 1; }
  done
}

# The installation without development packages, a backup, and its restoration to a PostgreSQL server.
follow_deployment() {
  local database=roomshot_walk_$$ moved
  moved=${database_url%/*}/$database
  follow docs/deployment.md installation
  [ ! -e node_modules/vite ] || { echo 'There are development packages.'; return 1; }
  start_server "$work/installed" node bin/roomshot.mjs serve
  check_proxy "$(sed -n 's/^Roomshot is ready at //p' "$work/installed")"
  follow docs/deployment.md moving
  stop_server
  psql -q "$database_url" -c "create database $database"
  walk_database=$database
  follow docs/deployment.md restoring DATABASE_URL="$moved"
  said 'All checks passed\.$'
  said '^The audit log is intact'
  start_server "$work/moved" DATABASE_URL="$moved" node bin/roomshot.mjs --data-dir data-of-the-server serve
  curl -sS --fail "$(sed -n 's/^Roomshot is ready at //p' "$work/moved")/readyz"
  follow docs/operations.md database DATABASE_URL="$moved"
  stop_server
}

# The site for nginx, before a server.
check_proxy() {
  local site=$work/proxy proxy answer=0
  mkdir "$site"
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=records.example.com \
    -addext subjectAltName=DNS:records.example.com -keyout "$site/key.pem" -out "$site/certificate.pem" 2>"$work/openssl.log"
  sed -e "s|http://127.0.0.1:8080|$1|" -e 's|listen 443|listen 127.0.0.1:14443|' -e 's|listen 80|listen 127.0.0.1:14480|' \
    -e '/listen \[::\]/d' -e "s|/etc/ssl/certs/.*pem|$site/certificate.pem|" -e "s|/etc/ssl/private/.*key|$site/key.pem|" \
    deploy/nginx.conf >"$site/site.conf"
  { echo 'daemon off; master_process off; pid nginx.pid; error_log stderr; events {} http { access_log off;'
    printf '%s_temp_path temporary;\n' client_body proxy fastcgi uwsgi scgi
    echo 'include site.conf; }'; } >"$site/nginx.conf"
  nginx -p "$site" -c nginx.conf 2>"$site/log" &
  proxy=$!
  curl -sS --fail --retry 20 --retry-connrefused --retry-delay 1 --cacert "$site/certificate.pem" \
    --resolve records.example.com:14443:127.0.0.1 https://records.example.com:14443/readyz || answer=$?
  kill "$proxy"
  [ "$answer" -eq 0 ] || cat "$site/log"
  return "$answer"
}

# Names the clone, and lets git read a checkout that belongs to another user.
prepare_clone() {
  [ -z "$(git status --porcelain)" ] || echo 'Note: this clones the last commit, without your changes to it.'
  clone=$work/roomshot
  mkdir -p "$work/home"
  printf '[safe]\n\tdirectory = *\n' >"$work/home/.gitconfig"
}

# A clone of the last commit.
make_clone() {
  prepare_clone
  plain git clone -q . "$clone"
  cd "$clone"
}

# Clones the last commit and starts its server with the commands of README.md.
start_as_readme_says() {
  prepare_clone
  plain git show HEAD:README.md >"$work/README.md"
  commands_of "$work/README.md" start | sed "s|URL-OF-THIS-REPOSITORY|$PWD|" >"$work/start.sh"
  cd "$work"
  start_server "$work/server" sh -eu "$work/start.sh"
  cd "$clone"
}

# Everything that the documents show.
new_user() {
  find_postgres
  start_as_readme_says
  follow_server
  stop_server
  start_machine
  follow_commands "$room"
  follow_neighbours
  finish_machine
  follow_deployment
}
