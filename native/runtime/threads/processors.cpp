#include "runtime/threads/processors.h"

#include <atomic>
#include <thread>

#ifdef __linux__
#include <sched.h>
#endif

namespace gatecast {
namespace {

// 0: nobody has said how many.
std::atomic<int> given{0};

}  // namespace

void setAvailableThreads(int count) { given = count; }

int availableThreads() {
  if (!hasThreads) return 1;
  if (const int count = given; count > 0) return count;
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set) > 0 ? CPU_COUNT(&set) : 1;
#endif
  const unsigned count = std::thread::hardware_concurrency();
  return count > 0 ? static_cast<int>(count) : 1;
}

}  // namespace gatecast
