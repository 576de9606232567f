/* Preloaded into a process: makes its disk slow or faulty and its wall clock wrong, as a page shared with the harness says at the
   moment. Only positioned writes and syncs are touched, since sockets are written otherwise. The monotonic clock stays right. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct weather {
  int64_t clock_offset_ms;
  int64_t write_delay_ms;
  int64_t sync_delay_ms;
  int64_t disk_errno;
};

static volatile struct weather *weather;

__attribute__((constructor)) static void look(void) {
  const char *path = getenv("TORTURE_WEATHER");
  int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void *page = mmap(NULL, sizeof(struct weather), PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  if (page != MAP_FAILED) weather = page;
}

/* Takes its time, then says whether the disk works. */
static int disk_works(int64_t delay_ms) {
  struct timespec time = {delay_ms / 1000, delay_ms % 1000 * 1000000};
  if (delay_ms > 0) nanosleep(&time, NULL);
  if (weather->disk_errno == 0) return 1;
  errno = (int)weather->disk_errno;
  return 0;
}

int clock_gettime(clockid_t id, struct timespec *time) {
  int result = syscall(SYS_clock_gettime, id, time);
  if (result != 0 || !weather || (id != CLOCK_REALTIME && id != CLOCK_REALTIME_COARSE)) return result;
  int64_t ns = time->tv_nsec + weather->clock_offset_ms % 1000 * 1000000;
  time->tv_sec += weather->clock_offset_ms / 1000;
  if (ns < 0) ns += 1000000000, time->tv_sec--;
  if (ns >= 1000000000) ns -= 1000000000, time->tv_sec++;
  time->tv_nsec = ns;
  return 0;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec time;
  (void)zone;
  int result = clock_gettime(CLOCK_REALTIME, &time);
  now->tv_sec = time.tv_sec;
  now->tv_usec = time.tv_nsec / 1000;
  return result;
}

time_t time(time_t *into) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (into) *into = now.tv_sec;
  return now.tv_sec;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  if (weather && !disk_works(weather->write_delay_ms)) return -1;
  return syscall(SYS_pwrite64, fd, bytes, count, offset);
}

int fdatasync(int fd) {
  if (weather && !disk_works(weather->sync_delay_ms)) return -1;
  return syscall(SYS_fdatasync, fd);
}

int fsync(int fd) {
  if (weather && !disk_works(weather->sync_delay_ms)) return -1;
  return syscall(SYS_fsync, fd);
}
