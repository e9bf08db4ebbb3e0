// Preloaded into a server, this library makes one system call on one kind of file fail, as a broken or full disk does.
// FAILING_DISK_CALL names the call, FAILING_DISK_PATH is a part of the file's path, FAILING_DISK_ERRNO is the error.
// The call fails once, and only after the file FAILING_DISK_TRIGGER exists. Afterwards the disk works again.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(const char *call, const char *path) {
  const char *wanted = getenv("FAILING_DISK_CALL");
  const char *part = getenv("FAILING_DISK_PATH");
  const char *trigger = getenv("FAILING_DISK_TRIGGER");
  if (!wanted || !part || !trigger || strcmp(wanted, call) != 0 || !strstr(path, part)) return 0;
  // Removing the trigger is atomic: of several threads, one fails.
  if (unlink(trigger) != 0) return 0;
  errno = atoi(getenv("FAILING_DISK_ERRNO"));
  return 1;
}

static int fails_on(const char *call, int file) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return fails(call, path);
}

// The function of the C library that the caller would have reached.
#define REAL(name) static __typeof__(&name) real = NULL; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

int fsync(int file) {
  REAL(fsync);
  return fails_on("fsync", file) ? -1 : real(file);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  REAL(pwrite);
  return fails_on("write", file) ? -1 : real(file, bytes, count, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  REAL(pwrite64);
  return fails_on("write", file) ? -1 : real(file, bytes, count, offset);
}

ssize_t write(int file, const void *bytes, size_t count) {
  REAL(write);
  return fails_on("write", file) ? -1 : real(file, bytes, count);
}

int open(const char *path, int flags, ...) {
  REAL(open);
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return fails("open", path) ? -1 : real(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  REAL(open64);
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return fails("open", path) ? -1 : real(path, flags, mode);
}

int rename(const char *from, const char *to) {
  REAL(rename);
  return fails("rename", to) ? -1 : real(from, to);
}
