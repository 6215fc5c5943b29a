#include "runtime/buffer.h"

#include <atomic>
#include <utility>

#include "runtime/blocks.h"
#include "runtime/error.h"

#ifdef _WIN32
#define NOMINMAX
#include <windows.h>
#elif !defined(__wasm__)
#include <unistd.h>
#endif

namespace gatecast {
namespace {

double machineBytes() {
#ifdef _WIN32
  MEMORYSTATUSEX status{};
  status.dwLength = sizeof status;
  return GlobalMemoryStatusEx(&status) ? static_cast<double>(status.ullTotalPhys) : 1e18;
#elif defined(__wasm__)
  return 0x1p32;  // what pointers of 32 bits can reach
#else
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
#endif
}

// 0: nobody has set it.
std::atomic<double> limit{0};

constexpr const char* smaller = "Use a smaller batchSize or fewer time steps, or set truncate";

}  // namespace

void setMaxMemory(double bytes) { limit = bytes; }

void checkMemory(double bytes, const char* what, const char* remedy) {
  // Linux grants more memory than the machine has and ends the process when it is used. So sizes are compared first.
  const double set = limit, there = set > 0 ? set : machineBytes();
  if (bytes <= there) return;
  fail(Code::memory, "Expected ", what, " to fit into the ", there / 1e9, " GB that a call may take, got ", bytes / 1e9,
       " GB. ", remedy, ", or allow more: setMaxMemory(\"16GB\"), GATECAST_MAX_MEMORY=16GB");
}

Buffer::Buffer(std::int64_t floats, const char* what) : size_(floats) {
  if (floats == 0) return;
  const double wanted = static_cast<double>(floats) * sizeof(float);
  checkMemory(wanted, what, smaller);
  data_ = static_cast<float*>(takeBlock(bytes()));
  if (data_ == nullptr)
    fail(Code::memory, "Expected ", what, " to fit in memory, got no ", wanted / 1e9, " GB from the system. ", smaller,
         ".");
}

Buffer::~Buffer() { giveBlock(data_, bytes()); }

Buffer::Buffer(Buffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

}  // namespace gatecast
