#include "runtime/buffer.h"

#include <utility>

#include "runtime/blocks.h"
#include "runtime/error.h"

#ifdef _WIN32
#define NOMINMAX
#include <windows.h>
#else
#include <unistd.h>
#endif

namespace gatecast {
namespace {

double machineBytes() {
#ifdef _WIN32
  MEMORYSTATUSEX status{};
  status.dwLength = sizeof status;
  return GlobalMemoryStatusEx(&status) ? static_cast<double>(status.ullTotalPhys) : 1e18;
#else
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
#endif
}

}  // namespace

Buffer::Buffer(std::int64_t floats, const char* what) : size_(floats) {
  if (floats == 0) return;
  // Linux grants more memory than the machine has and ends the process when it is used. So the size of the machine's
  // memory is compared first.
  const double wanted = static_cast<double>(floats) * sizeof(float), there = machineBytes();
  if (wanted <= there) data_ = static_cast<float*>(takeBlock(bytes()));
  if (data_ == nullptr) {
    fail(Code::memory, "Expected ", what, " to fit in memory, got ", wanted / 1e9, " GB on a machine with ",
         there / 1e9, " GB. Use a smaller batchSize or fewer time steps, or set truncate.");
  }
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
