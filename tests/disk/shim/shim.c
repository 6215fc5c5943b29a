// Stands between a process and its disk: LD_PRELOAD puts these functions before those of the C library. They count the calls
// that change a folder, and make one of them, or all from one on, fail or wait. Children of the process share the count.
//
// SHIM_FOLDER is the folder, SHIM_CONTROL a file that holds a struct Control, SHIM_LOG a file for one line for each call.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct Control {
  int64_t calls;         // counted by all processes
  int64_t at;            // the call that fails, from 1; 0 for none
  int64_t code;          // errno
  int64_t once;          // 0: all calls from that one on fail, as on a full disk
  int64_t microseconds;  // each call waits as long
  int64_t only;          // 1: only syncs count
  int64_t clock;         // milliseconds that are added to the time of day
  int64_t logs;          // 1: writes lines to the log
};

static struct Control off;
static struct Control* control = &off;
static const char* folder = "";
static int logFile = -1;

// The function of the C library.
#define REAL(name)                                                                     \
  ({                                                                                   \
    static __typeof__(&name) real;                                                     \
    if (real == NULL) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name);               \
    real;                                                                              \
  })

__attribute__((constructor)) static void start(void) {
  const char* path = getenv("SHIM_CONTROL");
  if (path == NULL || getenv("SHIM_FOLDER") == NULL) return;
  const int fd = REAL(open)(path, O_RDWR | O_CLOEXEC);
  void* shared = mmap(NULL, sizeof(struct Control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (fd < 0 || shared == MAP_FAILED) abort();
  close(fd);
  folder = getenv("SHIM_FOLDER");
  logFile = REAL(open)(getenv("SHIM_LOG"), O_WRONLY | O_APPEND | O_CLOEXEC);
  control = shared;
}

static int isInside(const char* path) { return strncmp(path, folder, strlen(folder)) == 0 && folder[0] != 0; }

// Whether a call on a path fails; errno is then set.
static int failsAt(const char* call, const char* path, int isSync) {
  if (!isInside(path) || (control->only && !isSync)) return 0;
  const int64_t number = __atomic_add_fetch(&control->calls, 1, __ATOMIC_SEQ_CST);
  if (control->logs) {
    const char* thread = gettid() == getpid() ? "main " : "";
    dprintf(logFile, "%s%s %s\n", thread, call, path + strlen(folder));
  }
  if (control->microseconds) usleep(control->microseconds);
  if (control->at == 0 || number < control->at || (control->once && number > control->at)) return 0;
  errno = control->code;
  return 1;
}

static int failsOn(const char* call, int fd, int isSync) {
  if (folder[0] == 0) return 0;
  char link[32], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const int before = errno;
  const ssize_t length = readlink(link, path, sizeof path - 1);
  errno = before;
  path[length < 0 ? 0 : length] = 0;
  return failsAt(call, path, isSync);
}

#define OPEN(name)                                                                                      \
  int name(const char* path, int flags, ...) {                                                          \
    va_list more;                                                                                       \
    va_start(more, flags);                                                                              \
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;                       \
    va_end(more);                                                                                       \
    if ((flags & O_ACCMODE) != O_RDONLY && failsAt("open", path, 0)) return -1;                         \
    return REAL(name)(path, flags, mode);                                                               \
  }
OPEN(open)
OPEN(open64)

#define WRITE(name, parameters, arguments) \
  ssize_t name parameters { return failsOn("write", fd, 0) ? -1 : REAL(name) arguments; }
WRITE(write, (int fd, const void* data, size_t size), (fd, data, size))
WRITE(pwrite, (int fd, const void* data, size_t size, off_t at), (fd, data, size, at))
WRITE(pwrite64, (int fd, const void* data, size_t size, off64_t at), (fd, data, size, at))
WRITE(writev, (int fd, const struct iovec* parts, int count), (fd, parts, count))
WRITE(pwritev, (int fd, const struct iovec* parts, int count, off_t at), (fd, parts, count, at))
WRITE(pwritev64, (int fd, const struct iovec* parts, int count, off64_t at), (fd, parts, count, at))

int fsync(int fd) { return failsOn("sync", fd, 1) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return failsOn("sync", fd, 1) ? -1 : REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t size) { return failsOn("truncate", fd, 0) ? -1 : REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { return failsOn("truncate", fd, 0) ? -1 : REAL(ftruncate64)(fd, size); }
int rename(const char* from, const char* to) { return failsAt("rename", to, 0) ? -1 : REAL(rename)(from, to); }
int mkdir(const char* path, mode_t mode) { return failsAt("mkdir", path, 0) ? -1 : REAL(mkdir)(path, mode); }

int clock_gettime(clockid_t which, struct timespec* time) {
  const int result = REAL(clock_gettime)(which, time);
  if (which == CLOCK_REALTIME) time->tv_sec += control->clock / 1000;
  return result;
}
int gettimeofday(struct timeval* time, void* zone) {
  const int result = REAL(gettimeofday)(time, zone);
  time->tv_sec += control->clock / 1000;
  return result;
}
