# shellcheck shell=bash
# How a walk-through of a document is followed: its commands, literally, and what they said.

# The commands of one walk-through of a document: its shell blocks, and its TypeScript files, which name themselves.
commands_of() {
  awk -v start="<!-- walk-through: $2 -->" -v end=END_OF_FILE '
    $0 == start { inside = 1 }
    /^<!-- end of walk-through -->$/ { inside = 0; code = "" }
    !inside { next }
    /^```/ {
      if (code == "```ts") print end
      code = code ? "" : $0
      unnamed = 1
      next
    }
    code == "```ts" && unnamed { print "cat >" $2 " <<\x27" end "\x27" }
    { unnamed = 0 }
    code == "```sh" || code == "```ts"' "$1"
}

plain() { env -i HOME="$work/home" PATH="$PATH" LANG=C.UTF-8 "$@"; }

stop_server() {
  [ -n "$server_group" ] || return 0
  kill -TERM -- "-$server_group" 2>"$work/found" || true
  for _ in $(seq 100); do
    pgrep -g "$server_group" >"$work/found" || { server_group=''; return 0; }
    sleep 0.2
  done
  kill -KILL -- "-$server_group" || true
  server_group=''
  return 1
}

# Starts a server with a command, and waits until it says that it is ready.
start_server() {
  local output=$1
  shift
  # In a process group of its own, so that it can be stopped as a whole.
  set -m
  plain ROOMSHOT_PORT=0 "$@" >"$output" 2>"$output.errors" &
  server_group=$!
  set +m
  for _ in $(seq 1500); do
    grep -q '^Roomshot is ready at ' "$output" && return 0
    kill -0 "$server_group" 2>"$work/found" || break
    sleep 0.2
  done
  echo 'The server did not become ready:'
  cat "$output" "$output.errors"
  return 1
}

# Runs one walk-through of a document, with some variables, and keeps what it said.
follow() {
  local document=$1 name=$2
  shift 2
  printf -- '-- %s: %s (%s s)\n' "$document" "$name" "$SECONDS"
  commands_of "$clone/$document" "$name" >"$work/commands.sh"
  [ -s "$work/commands.sh" ] || { echo 'There is no such walk-through.'; return 1; }
  echo 'printf "%s" "${ROOM-}" >room-id' >>"$work/commands.sh"
  plain "$@" sh -eu "$work/commands.sh" | tee "$work/said.txt"
}

said() { grep -q -e "$1" "$work/said.txt" || { echo "It did not say: $1"; return 1; }; }

# That so many hashes stood there, each as computed and as stated.
said_alike() {
  local alike
  alike=$(grep -oE '^(sha256 Fingerprint=)?[0-9A-Fa-f:]{64,}' "$work/said.txt" | sort | uniq -c | awk '$1 != 2 { exit 1 } { n++ } END { print n }') &&
    [ "$alike" -eq "$1" ] || { echo 'Hashes that should be the same are not.'; return 1; }
}
