// Flushing of denormal numbers (below about 1.2e-38) to zero: an operation on a denormal takes up to a hundred times as
// long as one on a normal number.

#pragma once

#include <cstdint>

namespace gatecast {

// Flushes denormals on the calling thread for as long as the object lives, then restores the thread's former mode. For
// calls that run on the JS thread, whose mode must not change.
class FlushDenormals {
 public:
  FlushDenormals();
  ~FlushDenormals();
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  [[maybe_unused]] std::uint64_t before_;  // WebAssembly has no such mode
};

}  // namespace gatecast
