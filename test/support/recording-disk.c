// Preloaded into a server, this library writes every change of the files below a folder to a journal, and every flush.
// From the journal, a test builds the files that a power cut would leave. RECORDING_DISK_ROOT is the folder, and
// RECORDING_DISK_JOURNAL the journal. `disk-journal.ts` describes the records.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, TRUNCATE, SYNC_BEGIN, SYNC_END, CREATE, RENAME, LINK, UNLINK, MKDIR, RMDIR };

struct head {
  uint32_t kind, thread, path_length, second_length;
  int64_t offset;
  uint64_t data_length;
};

// Changes and their records have the same order. A flush takes long, so it has a record of its beginning and its end.
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

// The function of the C library that the caller would have reached.
#define REAL(name) static __typeof__(&name) real = NULL; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static const char *root(void) {
  static const char *folder = NULL;
  if (!folder) folder = getenv("RECORDING_DISK_ROOT");
  return folder;
}

static int journal(void) {
  static int file = -1;
  const char *path = getenv("RECORDING_DISK_JOURNAL");
  if (file < 0 && path) file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  return file;
}

static int is_recorded(const char *path) {
  const char *folder = root();
  if (!folder || journal() < 0) return 0;
  size_t length = strlen(folder);
  return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int path_of(int file, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return is_recorded(path) && !strstr(path, " (deleted)");
}

static int resolve(int folder, const char *name, char *path) {
  if (name[0] == '/') snprintf(path, PATH_MAX, "%s", name);
  else if (folder == AT_FDCWD) {
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here)) return 0;
    if ((size_t)snprintf(path, PATH_MAX, "%s/%s", here, name) >= PATH_MAX) return 0;
  } else {
    char above[PATH_MAX];
    if (!path_of(folder, above)) return 0;
    if ((size_t)snprintf(path, PATH_MAX, "%s/%s", above, name) >= PATH_MAX) return 0;
  }
  return is_recorded(path);
}

static void record(uint32_t kind, const char *path, const char *second, int64_t offset, const void *data, size_t count) {
  struct head head = {kind, (uint32_t)syscall(SYS_gettid), strlen(path), strlen(second), offset, count};
  struct iovec parts[] = {{&head, sizeof head}, {(void *)path, head.path_length}, {(void *)second, head.second_length}, {(void *)data, count}};
  int error = errno;
  if (syscall(SYS_writev, journal(), parts, 4) < 0) abort();
  errno = error;
}

#define IN_ORDER(result, call, then) \
  pthread_mutex_lock(&order); \
  result = call; \
  if (result >= 0) { then; } \
  pthread_mutex_unlock(&order)

// A disk can be slow: as long as the file RECORDING_DISK_HOLD exists, no flush of the write-ahead log ends.
static void hold(const char *path) {
  const char *held = getenv("RECORDING_DISK_HOLD");
  if (held && strstr(path, "/pg_wal/")) while (access(held, F_OK) == 0) usleep(2000);
}

static void record_flush(uint32_t kind, const char *path) {
  pthread_mutex_lock(&order);
  record(kind, path, "", 0, "", 0);
  pthread_mutex_unlock(&order);
}

int fsync(int file) {
  REAL(fsync);
  char path[PATH_MAX];
  if (!path_of(file, path)) return real(file);
  record_flush(SYNC_BEGIN, path);
  hold(path);
  int result = real(file);
  if (result == 0) record_flush(SYNC_END, path);
  return result;
}

int fdatasync(int file) {
  REAL(fdatasync);
  char path[PATH_MAX];
  if (!path_of(file, path)) return real(file);
  record_flush(SYNC_BEGIN, path);
  hold(path);
  int result = real(file);
  if (result == 0) record_flush(SYNC_END, path);
  return result;
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  REAL(pwrite);
  char path[PATH_MAX];
  if (!path_of(file, path)) return real(file, bytes, count, offset);
  ssize_t result;
  IN_ORDER(result, real(file, bytes, count, offset), record(WRITE, path, "", offset, bytes, result));
  return result;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) { return pwrite(file, bytes, count, offset); }

ssize_t write(int file, const void *bytes, size_t count) {
  REAL(write);
  char path[PATH_MAX];
  if (!path_of(file, path)) return real(file, bytes, count);
  ssize_t result;
  IN_ORDER(result, real(file, bytes, count), record(WRITE, path, "", lseek(file, 0, SEEK_CUR) - result, bytes, result));
  return result;
}

static void record_parts(const char *path, const struct iovec *parts, int count, int64_t offset, ssize_t written) {
  for (int part = 0; part < count && written > 0; part++) {
    size_t length = (ssize_t)parts[part].iov_len < written ? parts[part].iov_len : (size_t)written;
    record(WRITE, path, "", offset, parts[part].iov_base, length);
    offset += length;
    written -= length;
  }
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  REAL(writev);
  char path[PATH_MAX];
  if (!path_of(file, path)) return real(file, parts, count);
  ssize_t result;
  IN_ORDER(result, real(file, parts, count), record_parts(path, parts, count, lseek(file, 0, SEEK_CUR) - result, result));
  return result;
}

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
  REAL(pwritev);
  char path[PATH_MAX];
  if (!path_of(file, path)) return real(file, parts, count, offset);
  ssize_t result;
  IN_ORDER(result, real(file, parts, count, offset), record_parts(path, parts, count, offset, result));
  return result;
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t offset) { return pwritev(file, parts, count, offset); }

int ftruncate(int file, off_t size) {
  REAL(ftruncate);
  char path[PATH_MAX];
  if (!path_of(file, path)) return real(file, size);
  int result;
  IN_ORDER(result, real(file, size), record(TRUNCATE, path, "", size, "", 0));
  return result;
}

int ftruncate64(int file, off64_t size) { return ftruncate(file, size); }

static int open_recorded(int folder, const char *name, int flags, mode_t mode) {
  char path[PATH_MAX];
  if (!(flags & (O_CREAT | O_TRUNC)) || (flags & O_TMPFILE) == O_TMPFILE || !resolve(folder, name, path))
    return (int)syscall(SYS_openat, folder, name, flags, mode);
  struct stat before;
  int result;
  pthread_mutex_lock(&order);
  int existed = lstat(path, &before) == 0;
  result = (int)syscall(SYS_openat, folder, name, flags, mode);
  if (result >= 0 && !existed) record(CREATE, path, "", 0, "", 0);
  else if (result >= 0 && (flags & O_TRUNC)) record(TRUNCATE, path, "", 0, "", 0);
  pthread_mutex_unlock(&order);
  return result;
}

#define MODE(flags) \
  mode_t mode = 0; \
  if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *name, int flags, ...) { MODE(flags); return open_recorded(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags); return open_recorded(AT_FDCWD, name, flags, mode); }
int openat(int folder, const char *name, int flags, ...) { MODE(flags); return open_recorded(folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { MODE(flags); return open_recorded(folder, name, flags, mode); }

int rename(const char *from, const char *to) {
  REAL(rename);
  char first[PATH_MAX], second[PATH_MAX];
  int result, known = resolve(AT_FDCWD, from, first) & resolve(AT_FDCWD, to, second);
  IN_ORDER(result, real(from, to), if (known) record(RENAME, first, second, 0, "", 0));
  return result;
}

int link(const char *from, const char *to) {
  REAL(link);
  char first[PATH_MAX], second[PATH_MAX];
  int result, known = resolve(AT_FDCWD, from, first) & resolve(AT_FDCWD, to, second);
  IN_ORDER(result, real(from, to), if (known) record(LINK, first, second, 0, "", 0));
  return result;
}

int unlink(const char *name) {
  REAL(unlink);
  char path[PATH_MAX];
  int result, known = resolve(AT_FDCWD, name, path);
  IN_ORDER(result, real(name), if (known) record(UNLINK, path, "", 0, "", 0));
  return result;
}

int unlinkat(int folder, const char *name, int flags) {
  REAL(unlinkat);
  char path[PATH_MAX];
  int result, known = resolve(folder, name, path);
  IN_ORDER(result, real(folder, name, flags), if (known) record(flags & AT_REMOVEDIR ? RMDIR : UNLINK, path, "", 0, "", 0));
  return result;
}

int rmdir(const char *name) {
  REAL(rmdir);
  char path[PATH_MAX];
  int result, known = resolve(AT_FDCWD, name, path);
  IN_ORDER(result, real(name), if (known) record(RMDIR, path, "", 0, "", 0));
  return result;
}

int mkdir(const char *name, mode_t mode) {
  REAL(mkdir);
  char path[PATH_MAX];
  int result, known = resolve(AT_FDCWD, name, path);
  IN_ORDER(result, real(name, mode), if (known) record(MKDIR, path, "", 0, "", 0));
  return result;
}

char *mkdtemp(char *template) {
  REAL(mkdtemp);
  char path[PATH_MAX];
  pthread_mutex_lock(&order);
  char *made = real(template);
  if (made && resolve(AT_FDCWD, made, path)) record(MKDIR, path, "", 0, "", 0);
  pthread_mutex_unlock(&order);
  return made;
}

int remove(const char *name) {
  struct stat found;
  if (lstat(name, &found) != 0) return -1;
  return S_ISDIR(found.st_mode) ? rmdir(name) : unlink(name);
}
