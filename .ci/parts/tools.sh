# shellcheck shell=bash
# The programs that the tests call.

apt_updated=''
apt_install() {
  if [ -z "$apt_updated" ]; then apt-get update -qq && apt_updated=yes; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$work/apt.log" 2>&1 ||
    { cat "$work/apt.log" >&2; return 1; }
}

# command:package
tools=(git:git curl:curl node:nodejs npm:npm ps:procps pdftotext:poppler-utils pdfsig:poppler-utils qpdf:qpdf
  mutool:mupdf-tools openssl:openssl unzip:unzip python3:python3 promtool:prometheus jq:jq nginx:nginx-light
  chromium:chromium psql:postgresql-client fuser:psmisc ip:iproute2 systemd-analyze:systemd cc:gcc)

install_tools() {
  local tool missing=() packages=()
  for tool in "${tools[@]}"; do
    command -v "${tool%%:*}" >"$work/found" || { missing+=("${tool%%:*}"); packages+=("${tool##*:}"); }
  done
  if [ "${#missing[@]}" -eq 0 ]; then echo 'All there.'; return; fi
  echo "Missing: ${missing[*]}"
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >"$work/found"; then
    # gcc alone has no headers of the C library.
    apt_install ca-certificates libc6-dev "${packages[@]}"
  elif [ "${CI:-}" = true ]; then
    echo 'They cannot be installed here.'
    return 1
  fi
}
