// Replaces operator new and delete in the test program, and counts allocations. All forms must be here: a sanitizer has all
// of them too, and would report memory that one allocates and the other frees.

#include "tests/native/allocations.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::int64_t> allocations{0};
std::atomic<bool> failing{false}, allAfter{false}, hasFailed{false};
std::atomic<std::int64_t> untilFailure{0};

bool fails() noexcept {
  if (!failing.load(std::memory_order_relaxed)) return false;
  const std::int64_t left = untilFailure.fetch_sub(1, std::memory_order_relaxed);
  if (left > 1 || (left < 1 && !allAfter.load(std::memory_order_relaxed))) return false;
  hasFailed.store(true, std::memory_order_relaxed);
  return true;
}

void* allocate(std::size_t bytes, std::size_t alignment) noexcept {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (fails()) return nullptr;
  // The size for aligned_alloc must be a multiple of the alignment.
  return std::aligned_alloc(alignment, (bytes + alignment) / alignment * alignment);
}

void* allocateOrThrow(std::size_t bytes, std::size_t alignment) {
  void* const memory = allocate(bytes, alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

constexpr std::size_t usual = __STDCPP_DEFAULT_NEW_ALIGNMENT__;
using Size = std::size_t;
using Align = std::align_val_t;
using NoThrow = const std::nothrow_t&;

}  // namespace

namespace gatecast::test {

FailingAllocations::FailingAllocations(std::int64_t nth, bool all) {
  untilFailure = nth;
  allAfter = all;
  hasFailed = false;
  failing = true;
}
FailingAllocations::~FailingAllocations() { failing = false; }
bool anAllocationFailed() { return hasFailed; }

}  // namespace gatecast::test

std::int64_t gatecast::test::allocationsSoFar() { return allocations.load(std::memory_order_relaxed); }

void* operator new(Size bytes) { return allocateOrThrow(bytes, usual); }
void* operator new[](Size bytes) { return allocateOrThrow(bytes, usual); }
void* operator new(Size bytes, Align alignment) { return allocateOrThrow(bytes, static_cast<Size>(alignment)); }
void* operator new[](Size bytes, Align alignment) { return allocateOrThrow(bytes, static_cast<Size>(alignment)); }
void* operator new(Size bytes, NoThrow) noexcept { return allocate(bytes, usual); }
void* operator new[](Size bytes, NoThrow) noexcept { return allocate(bytes, usual); }
void* operator new(Size bytes, Align alignment, NoThrow) noexcept {
  return allocate(bytes, static_cast<Size>(alignment));
}
void* operator new[](Size bytes, Align alignment, NoThrow) noexcept {
  return allocate(bytes, static_cast<Size>(alignment));
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, Size) noexcept { std::free(memory); }
void operator delete[](void* memory, Size) noexcept { std::free(memory); }
void operator delete(void* memory, Align) noexcept { std::free(memory); }
void operator delete[](void* memory, Align) noexcept { std::free(memory); }
void operator delete(void* memory, Size, Align) noexcept { std::free(memory); }
void operator delete[](void* memory, Size, Align) noexcept { std::free(memory); }
void operator delete(void* memory, NoThrow) noexcept { std::free(memory); }
void operator delete[](void* memory, NoThrow) noexcept { std::free(memory); }
void operator delete(void* memory, Align, NoThrow) noexcept { std::free(memory); }
void operator delete[](void* memory, Align, NoThrow) noexcept { std::free(memory); }
