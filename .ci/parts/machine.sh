# shellcheck shell=bash
# What belongs to a whole machine, in namespaces of its own: the service, and the container. Nothing of it stays on
# this machine, and its port 8080 is free.

# In most containers even root may not make them.
may_make_namespaces() {
  unshare --mount --net --pid --fork sh -euc 'ip link set lo up
    mount -t tmpfs tmpfs /mnt
    mkdir /mnt/upper /mnt/work
    mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work /etc' 2>"$work/found"
}

# It goes on while other documents are followed.
start_machine() {
  if [ "$(id -u)" -ne 0 ]; then
    echo 'Only root can follow the service and the container.'
    [ "${CI:-}" != true ]
    return
  fi
  if ! may_make_namespaces; then
    echo "The service and the container are not followed: $(tail -n 1 "$work/found")"
    return
  fi
  TMPDIR=$work unshare --mount --net --pid --fork --kill-child --mount-proc \
    .ci/run machine "$(dirname "$(node scripts/tool.mjs node -p process.execPath)")" >"$work/machine" 2>&1 &
  machine=$!
}

finish_machine() {
  local answer=0
  [ -n "$machine" ] || return 0
  wait "$machine" || answer=$?
  machine=''
  cat "$work/machine"
  return "$answer"
}

follow_machine() {
  local folder
  clone=$PWD
  ip link set lo up
  mount -t tmpfs tmpfs /mnt
  for folder in /etc /var/lib /root; do
    mkdir -p "/mnt$folder/"{upper,work}
    mount -t overlay overlay -o "lowerdir=$folder,upperdir=/mnt$folder/upper,workdir=/mnt$folder/work" "$folder"
  done
  for folder in /opt /run; do mount -t tmpfs tmpfs "$folder"; done
  mkdir "$work/home"
  printf '[safe]\n\tdirectory = *\n' >"$work/home/.gitconfig"
  plain git clone -q "$clone" /opt/roomshot
  cd /opt/roomshot
  for folder in node_modules runtime/node_modules dist web/dist; do
    mkdir -p "$clone/$folder" "$folder"
    mount --bind "$clone/$folder" "$folder"
  done
  follow_service
  follow_container "${1/#"$clone"//opt/roomshot}"
}

# The unit, an upgrade to a newer commit and the way back, with stand-ins for systemd and for npm.
follow_service() {
  local PATH=$clone/.ci/stand-ins:$PATH newer
  follow docs/deployment.md unit
  awk '/^```text$/ { inside = 1; next } /^```$/ { inside = 0 } inside' docs/deployment.md >/etc/roomshot/environment
  systemd-analyze verify /etc/systemd/system/roomshot.service
  follow docs/deployment.md service
  said '^Roomshot is ready at http://127.0.0.1:8080$'
  said '^memory  0 editions'
  plain git -C "$clone" -c user.name=CI -c user.email=ci@example.com commit -q --allow-empty -m 'A newer version'
  newer=$(plain git -C "$clone" rev-parse HEAD)
  follow docs/deployment.md upgrade
  said '^/var/lib/roomshot/before-upgrade.backup  '
  said '^npm ci --omit=dev$'
  said '"status":"ready"'
  [ "$(plain git rev-parse HEAD)" = "$newer" ]
  follow docs/deployment.md rollback
  said '^HEAD is now at '
  said 'All checks passed\.$'
  said '"status":"ready"'
  [ "$(plain git rev-parse HEAD)" != "$newer" ]
  [ "$(stat -c %U /var/lib/roomshot/restored-settings.json)" = roomshot ]
  plain git pull -q
  systemctl stop roomshot
}

# The second stage of the image, without an engine: as its user, without capabilities, with nothing to write to but
# the volume.
follow_container() {
  local node=$1 environment command health answer=''
  read -ra environment < <(sed -n 's/^ENV //p' deploy/Containerfile)
  mapfile -t command < <(sed -n 's/^\(ENTRYPOINT\|CMD\) //p' deploy/Containerfile | jq -r '.[]')
  mapfile -t health < <(sed -n 's/^  CMD //p' deploy/Containerfile | jq -r '.[]')
  rm -rf /var/lib/roomshot
  mkdir /var/lib/roomshot
  mount -t tmpfs tmpfs /var/lib/roomshot
  useradd --create-home node
  sh -euc "$(sed -n 's/^RUN //p' deploy/Containerfile | tail -n 1)"
  mount -t tmpfs tmpfs /tmp
  mount -o remount,ro,bind /
  mount -o remount,ro /opt
  in_image() {
    env -i PATH="$node:$PATH" "${environment[@]}" setpriv --reuid=node --regid=node --clear-groups --no-new-privs \
      --bounding-set=-all --inh-caps=-all "$@"
  }
  echo '-- deploy/Containerfile'
  in_image "${command[@]}" >/mnt/container 2>&1 &
  for _ in $(seq 60); do
    if in_image "${health[@]}"; then answer=healthy; break; fi
    sleep 0.5
  done
  [ "$answer" = healthy ] || { cat /mnt/container; return 1; }
  in_image node bin/roomshot.mjs cache stats
  in_image node bin/roomshot.mjs backup /var/lib/roomshot/roomshot.backup
  in_image "${command[0]}" "${command[1]}" --data-dir /var/lib/roomshot/restored restore /var/lib/roomshot/roomshot.backup
}
