// Large blocks of memory, which are kept for some seconds after they are given back.
//
// The first access to a new page costs a page fault, and the system clears the page. For a batch of long sequences that
// takes half as long as a forward pass. Most calls follow calls of the same kind, so a kept block is soon taken again.

#pragma once

#include <cstddef>
#include <new>

namespace gatecast {

// Returns a 64-byte aligned block (one cache line, one AVX-512 vector) with unspecified contents, or null if the system
// has no more memory. A build with sanitizers fills blocks with NaN, so that tests find reads before the first write.
void* takeBlock(std::size_t bytes);
// `bytes` must be the number that was passed to takeBlock.
void giveBlock(void* block, std::size_t bytes) noexcept;
// Returns all kept blocks to the system. Called when no background job has run for some seconds.
void releaseKeptBlocks() noexcept;

// Lets a container allocate its memory as a block. Elements that are added without a value are not initialised.
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
