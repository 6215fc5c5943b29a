#pragma once

#include <cstdint>

namespace gatecast::test {

// Lets allocations of all threads fail for as long as the object lives: the n-th from now on (from 1), or that one and all
// after it.
class FailingAllocations {
 public:
  FailingAllocations(std::int64_t nth, bool allAfter);
  ~FailingAllocations();
  FailingAllocations(const FailingAllocations&) = delete;
  FailingAllocations& operator=(const FailingAllocations&) = delete;
};
// Whether an allocation failed since the last object was made.
bool anAllocationFailed();

// The number of heap allocations of all threads since the program started.
std::int64_t allocationsSoFar();

}  // namespace gatecast::test
