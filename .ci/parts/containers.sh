# shellcheck shell=bash
# The image, and the commands of the documents that run it, on a container engine and with the images that the files
# in deploy begin with. Only on request, because few machines have them. Nothing stays but the image.

follow_containers() {
  local engine
  docker version >"$work/found" || { echo 'There is no container engine.'; return 1; }
  [ -z "$(docker ps -aq -f name='^roomshot(-|$)')$(docker volume ls -q -f name='^roomshot(_|$)')" ] ||
    { echo 'There is a Roomshot in containers already: this would remove its data.'; return 1; }
  make_clone
  api=http://127.0.0.1:8080/api/v1
  engine=(HOME="$HOME" DOCKER_HOST="${DOCKER_HOST:-}")
  containers=yes
  follow_image
  remove_containers
  follow_compose
}

remove_containers() {
  docker rm -fv roomshot >"$work/found" 2>&1 || true
  docker compose -p roomshot down --volumes >"$work/found" 2>&1 || true
  docker volume rm -f roomshot >"$work/found" 2>&1 || true
}

# It becomes healthy, keeps what it has when it is killed, and stops by itself.
follow_image() {
  room=''
  echo secret >backup-of-somebody
  follow docs/deployment.md image "${engine[@]}"
  said '^memory  0 editions'
  said 'All checks passed\.$'
  password=$(sed -n 's/^ *Password of each: \([^ ]*\).*/\1/p' "$work/said.txt")
  [ "$(docker run --rm --entrypoint ls roomshot -A | tr '\n' ' ')" = \
    'LICENSE bin node_modules package-lock.json package.json scripts src tsconfig.json web ' ]
  take_new_record
  for _ in $(seq 60); do docker ps -f health=healthy | grep -w roomshot && break; sleep 1; done
  docker exec roomshot node bin/roomshot.mjs doctor
  kill -KILL "$(docker inspect -f '{{.State.Pid}}' roomshot)"
  take_new_record
  docker stop roomshot
  [ "$(docker inspect -f '{{.RestartCount}} {{.State.ExitCode}}' roomshot)" = '1 0' ]
}

# Removed and made anew, it has what it had.
follow_compose() {
  follow docs/deployment.md compose "${engine[@]}"
  said '^ok     database      The database server answers\.$'
  said 'All checks passed\.$'
  password=$(sed -n 's/^ROOMSHOT_ADMIN_PASSWORD=//p' deploy/.env)
  room=''
  take_new_record
  sed -i /ROOMSHOT_ADMIN_PASSWORD/d deploy/.env
  docker compose -f deploy/compose.yaml down
  docker compose -f deploy/compose.yaml up --wait
  take_new_record
}

# Takes a record of a room, which it opens at first.
take_new_record() {
  local token
  curl -sS --fail --retry 60 --retry-all-errors --retry-delay 1 "${api%/api/v1}/readyz"
  token=$(curl -sS "$api/auth/login" --json "{\"email\":\"admin@roomshot.example\",\"password\":\"$password\"}" | jq -r .token)
  [ -n "$room" ] || room=$(curl -sS "$api/rooms" -H "Authorization: Bearer $token" \
    --json '{"title":"In a container","location":"Off Kalamata","sts_eta":"2030-01-01T08:00:00Z"}' | jq -r .id)
  take_record pdf record.pdf
  qpdf --check record.pdf
  pdfsig -nocert record.pdf | grep 'Signature is Valid'
}
