// Large blocks of memory, kept for a while when they are given back.
//
// A page that is new costs a fault and its clearing: for a batch of long sequences that is half as long as a forward
// pass. Calls of the same kind follow each other, so a block is mostly taken again at once.

#pragma once

#include <cstddef>
#include <new>

namespace gatecast {

// 64-byte aligned (one cache line, one AVX-512 vector), contents unspecified; null if the system has no more. A
// sanitized build fills blocks with NaN, so that what reads before it writes is found.
void* takeBlock(std::size_t bytes);
// `bytes` as it was taken.
void giveBlock(void* block, std::size_t bytes) noexcept;
// Returns the kept ones to the system: called when nothing has run for some seconds.
void releaseKeptBlocks() noexcept;

// Makes the memory of a container a block. Elements that no value is given for are not initialised.
template <typename T>
struct BlockAllocator {
  using value_type = T;
  BlockAllocator() = default;
  template <typename U>
  BlockAllocator(const BlockAllocator<U>&) {}

  T* allocate(std::size_t count) {
    void* block = takeBlock(count * sizeof(T));
    if (block == nullptr) throw std::bad_alloc();
    return static_cast<T*>(block);
  }
  void deallocate(T* block, std::size_t count) noexcept { giveBlock(block, count * sizeof(T)); }
  template <typename U>
  void construct(U* p) noexcept {
    ::new (static_cast<void*>(p)) U;
  }
  template <typename U, typename... Arguments>
  void construct(U* p, Arguments&&... arguments) {
    ::new (static_cast<void*>(p)) U(static_cast<Arguments&&>(arguments)...);
  }
  template <typename U>
  bool operator==(const BlockAllocator<U>&) const {
    return true;
  }
};

}  // namespace gatecast
