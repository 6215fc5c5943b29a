#include "runtime/blocks.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <mutex>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace gatecast {
namespace {

constexpr std::size_t line = 64;
constexpr std::size_t hugePage = std::size_t{2} << 20;
// Smaller blocks are not kept: the allocator of the system reuses them well. A build with sanitizers keeps none, so that
// the sanitizer sees every block freed.
#ifdef GATECAST_SANITIZED
constexpr std::size_t leastKept = SIZE_MAX;
#else
constexpr std::size_t leastKept = std::size_t{256} << 10;
#endif
constexpr std::size_t mostKept = std::size_t{1} << 30;

// Sizes are rounded up to one of eight sizes for each power of two, so that a kept block also fits a batch that is a
// little longer.
std::size_t sizeOf(std::size_t bytes) {
  if (bytes < leastKept) return bytes;
  const std::size_t step = std::bit_floor(bytes) / 8;
  return (bytes + step - 1) / step * step;
}

std::align_val_t alignmentOf(std::size_t size) { return std::align_val_t{size >= 2 * hugePage ? hugePage : line}; }

void* allocate(std::size_t size) {
  void* block = ::operator new(size, alignmentOf(size), std::nothrow);
#ifdef __linux__
  // 512 times fewer page faults, and fewer TLB misses when columns of a large matrix are read.
  if (block != nullptr && size >= 2 * hugePage) madvise(block, size, MADV_HUGEPAGE);
#endif
  return block;
}

void release(void* block, std::size_t size) noexcept { ::operator delete(block, alignmentOf(size)); }

class Kept {
 public:
  // Never destroyed: when the process exits, a thread may still give a block back.
  static Kept& instance() {
    static Kept* kept = new Kept;
    return *kept;
  }

  void* take(std::size_t size) {
    const std::lock_guard lock(mutex_);
    for (int i = count_ - 1; i >= 0; i--) {
      if (blocks_[i].size == size) return remove(i).start;
    }
    return nullptr;
  }

  // Releases the oldest blocks if there is no room for another one.
  void give(void* start, std::size_t size) {
    const std::lock_guard lock(mutex_);
    while (count_ > 0 && (count_ == most || total_ + size > mostKept)) releaseOldest();
    if (size > mostKept) return release(start, size);
    blocks_[count_++] = {start, size};
    total_ += size;
  }

  void releaseAll() {
    const std::lock_guard lock(mutex_);
    while (count_ > 0) releaseOldest();
  }

 private:
  struct Block {
    void* start;
    std::size_t size;
  };

  Block remove(int at) {
    const Block block = blocks_[at];
    for (int i = at + 1; i < count_; i++) blocks_[i - 1] = blocks_[i];
    count_--;
    total_ -= block.size;
    return block;
  }
  void releaseOldest() {
    const Block block = remove(0);
    release(block.start, block.size);
  }

  static constexpr int most = 32;
  std::mutex mutex_;
  Block blocks_[most];  // the oldest first
  int count_ = 0;
  std::size_t total_ = 0;
};

}  // namespace

void* takeBlock(std::size_t bytes) {
  const std::size_t size = sizeOf(bytes);
  void* block = size >= leastKept ? Kept::instance().take(size) : nullptr;
  if (block == nullptr) block = allocate(size);
#ifdef GATECAST_SANITIZED
  if (block != nullptr) std::memset(block, 0xff, bytes);
#endif
  return block;
}

void giveBlock(void* block, std::size_t bytes) noexcept {
  if (block == nullptr) return;
  const std::size_t size = sizeOf(bytes);
  if (size >= leastKept) Kept::instance().give(block, size);
  else release(block, size);
}

void releaseKeptBlocks() noexcept { Kept::instance().releaseAll(); }

}  // namespace gatecast
