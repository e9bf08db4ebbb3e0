# shellcheck shell=bash
# A real S3 server: the one that TEST_S3_URL names, or one of our own.

s3_url=${TEST_S3_URL:-}
unset TEST_S3_URL
s3_folder=''

find_s3() {
  if [ -n "$s3_url" ]; then echo 'The one in TEST_S3_URL.'; return; fi
  if ! { command -v radosgw && command -v ceph-osd && command -v ceph-mgr; } >"$work/found"; then
    [ "$(id -u)" -eq 0 ] || { echo 'There is none, and only root can install one.'; return 1; }
    apt_install radosgw ceph-mon ceph-osd ceph-mgr ceph-common || return 1
  fi
  s3_folder=$work/s3
  s3_url=$(test/services/s3-ceph start "$s3_folder" 15330) || return 1
  echo "Started one: ${s3_url#*@}"
}

stop_s3() { test/services/s3-ceph stop "$s3_folder"; }
